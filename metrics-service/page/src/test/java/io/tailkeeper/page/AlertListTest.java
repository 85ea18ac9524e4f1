package io.tailkeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.page.testing.ExperimentJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of alerts in a real browser. */
class AlertListTest extends PageInBrowser {

    private static final Path PICTURES = Path.of("target", "pictures");

    @Test
    void alertsStandAboveTheChartsTheNewestFirst() {
        server.show(
                "alerts",
                new ExperimentJson("alerts", 4)
                        .run("baseline", 42, "none", 1, 0.2, 4)
                        .alert(2, "perplexity", "critical", "perplexityRatio is <b>1.4</b>", true)
                        .run("protected", 42, "resample", 1, 0.02, 4)
                        .alert(3, "coverage", "warning", "vocabularyCoverage is 0.8", false));
        browser.go(server.page());
        browser.until("document.querySelectorAll('.canvas svg').length > 1");

        assertThat(browser.text(".alerts li:nth-child(1)"))
                .contains("protected", "warning", "coverage", "vocabularyCoverage is 0.8.")
                .doesNotContain("ends the run");
        assertThat(browser.text(".alerts li:nth-child(2)"))
                .contains("baseline", "critical", "perplexityRatio is <b>1.4</b>. This rule ends the run.");
        assertThat(browser.evaluate("document.querySelector('.alerts').compareDocumentPosition("
                                + "document.querySelector('.charts')) === Node.DOCUMENT_POSITION_FOLLOWING")
                        .asBoolean())
                .isTrue();
        assertThat(browser.complaints()).isEmpty();
        browser.picture(PICTURES.resolve("alerts.png"));
    }

    @Test
    void withoutAlertsThereIsNoList() {
        server.show("quiet", new ExperimentJson("quiet", 2).run("baseline", 42, "none", 1, 0.1, 2));
        browser.go(server.page());
        browser.until("document.querySelectorAll('.canvas svg').length > 1");

        assertThat(browser.evaluate("document.querySelector('.alerts').hidden").asBoolean())
                .isTrue();
    }
}
