package io.tailkeeper.page;

import io.tailkeeper.page.testing.Browser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A browser for all tests of a class, and for each of them a server of the page, light and 1280 pixels wide. */
@Tag("browser")
abstract class PageInBrowser {

    @TempDir
    static Path profile;

    static Browser browser;

    PageServer server;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open(profile);
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void serve() throws IOException {
        server = new PageServer();
        browser.complaints().clear();
        browser.look(1280, 1000, false);
    }

    @AfterEach
    void stop() {
        browser.leave();
        server.close();
    }
}
