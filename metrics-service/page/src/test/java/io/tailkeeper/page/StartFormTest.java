package io.tailkeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.page.testing.Browser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An experiment is started from the page, in a real browser. */
class StartFormTest extends PageInBrowser {

    private static final String GENERATIONS = "dialog [aria-describedby=start-generations]";
    private static final String BEGIN = "dialog .primary";

    private void open() {
        browser.go(server.page());
        browser.until("document.querySelector('.empty h1') !== null");
        browser.click("#start");
        browser.until("document.querySelectorAll('dialog select option').length === 2");
    }

    private static void type(String selector, String value) {
        JsonNode unused = browser.evaluate("(() => { const one = document.querySelector(" + Browser.quoted(selector)
                + "); one.value = " + Browser.quoted(value)
                + "; one.dispatchEvent(new Event(one.tagName === 'SELECT' ? 'change' : 'input')); })()");
    }

    private static String value(String selector) {
        return browser.evaluate("document.querySelector(" + Browser.quoted(selector) + ").value")
                .asText();
    }

    @Test
    void aPresetIsStartedAsItStands() {
        open();
        assertThat(browser.text("dialog")).contains("collapse and its remedies", "baseline", "protected");
        assertThat(value(GENERATIONS)).isEqualTo("4");
        assertThat(browser.evaluate("document.querySelectorAll('dialog .notice').length")
                        .asInt())
                .as("everybody listens")
                .isZero();

        browser.click(BEGIN);

        browser.until("document.querySelector('dialog') === null && location.hash === '#begun'");
        assertThat(server.start().files()).containsExactly("extends: quickstart\nname: \"quickstart\"\nseeds: [42]\n");
        assertThat(server.requests()).contains("POST /api/experiments application/json");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsChangedIsWrittenAndNothingElse() {
        open();
        type("dialog select", "smoke");
        assertThat(value(GENERATIONS)).isEqualTo("2");
        type("dialog select", "quickstart");
        type("dialog [aria-describedby=start-name]", "mine");
        type("dialog [aria-describedby=start-seeds]", "42, 43");
        type("dialog [aria-describedby=start-data-documents]", "100");
        type("dialog [aria-describedby=start-corpus-source]", "/a \"b\"");
        browser.click("dialog .arms input[value=baseline]");

        browser.click(BEGIN);

        browser.until("document.querySelector('dialog') === null");
        assertThat(server.start().files())
                .containsExactly(
                        """
                        extends: quickstart
                        name: "mine"
                        seeds: [42, 43]
                        specification:
                          data:
                            documents: 100
                          corpus:
                            source: "/a \\"b\\""
                        arms:
                          baseline: ~
                        """);
    }

    @Test
    void whatIsWrongStandsBesideItsFieldAndCanBeMended() {
        open();
        server.start().refuse("generations", "experiment: generations: -1 is out of range");
        type(GENERATIONS, "-1");
        browser.click(BEGIN);

        browser.until("document.querySelector('#start-generations:not([hidden])') !== null");
        assertThat(browser.text("#start-generations")).isEqualTo("experiment: generations: -1 is out of range");
        assertThat(browser.evaluate("document.activeElement.getAttribute('aria-describedby') + ' '"
                                + " + document.activeElement.getAttribute('aria-invalid')")
                        .asText())
                .isEqualTo("start-generations true");

        server.start().refuse("", "experiment: something else");
        browser.click(BEGIN);
        browser.until("document.querySelector('#start-failure:not([hidden])') !== null");
        assertThat(browser.text("#start-failure")).isEqualTo("experiment: something else");
        assertThat(browser.evaluate("document.querySelectorAll('[aria-invalid]').length")
                        .asInt())
                .isZero();

        server.start().accept();
        browser.click(BEGIN);
        browser.until("document.querySelector('dialog') === null");
    }

    @Test
    void theWholeFileIsWrittenByWhoWantsTo() {
        open();
        type(GENERATIONS, "3");
        browser.click("dialog .headed .chip:nth-child(2)");
        assertThat(value("dialog textarea"))
                .isEqualTo(
                        "extends: quickstart\nname: \"quickstart\"\nseeds: [42]\nspecification:\n  generations: 3\n");
        browser.click("dialog textarea + .small");
        assertThat(value("dialog textarea")).isEqualTo("name: quickstart # whole\n");
        type("dialog textarea", "name: [");
        server.start().refuse("generations", "experiment: line 1: not valid YAML");
        browser.click(BEGIN);

        browser.until("document.querySelector('#start-failure:not([hidden])') !== null");
        assertThat(browser.evaluate("document.activeElement.tagName").asText()).isEqualTo("TEXTAREA");
        assertThat(server.start().files()).containsExactly("name: [");
    }

    @Test
    void whoWouldNotReactIsNamed() {
        server.start().listeners("{\"services\":[\"detector.encoder\",\"generator\"]}");
        open();
        browser.until("document.querySelectorAll('dialog .notice').length === 1");
        assertThat(browser.text("dialog .notice"))
                .isEqualTo("No trainer listens: what is started now waits until that changes.");

        type("dialog [aria-describedby=start-selection-detector-id]", "mine");
        assertThat(browser.text("dialog .notice"))
                .startsWith(
                        "No trainer listens; no detector listens in the group detector.mine, though one of your own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"refusal":"nothing may be started here","services":["generator","trainer","detector.encoder"]} | Nothing may be started here. | true
            {"refusal":null,"services":null} | The brokers do not say which services listen: whether anybody works on what is started is seen by its progress. | false
            """)
    void aServiceThatStartsNothingOrKnowsNothingSaysSo(String listeners, String said, boolean disabled) {
        server.start().listeners(listeners);
        open();

        browser.until("document.querySelectorAll('dialog .notice').length === 1");
        assertThat(browser.text("dialog .notice")).isEqualTo(said);
        assertThat(browser.evaluate("document.querySelector('" + BEGIN + "').disabled")
                        .asBoolean())
                .isEqualTo(disabled);
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "390, true"})
    void everyTextHasTheContrastOfLevelAa(int width, boolean dark) throws IOException {
        browser.look(width, 1000, dark);
        server.start().listeners("{\"services\":[]}");
        server.start().refuse("generations", "experiment: generations: -1 is out of range");
        open();
        browser.click(BEGIN);
        browser.until("document.querySelector('#start-generations:not([hidden])') !== null");
        browser.picture(Path.of("target", "pictures", "start-" + width + (dark ? "-dark" : "-light") + ".png"));

        JsonNode found = browser.evaluate(
                Files.readString(Path.of("src", "test", "resources", "contrast.js"), StandardCharsets.UTF_8));

        assertThat(found.get("low")).extracting(JsonNode::asText).isEmpty();
        assertThat(browser.evaluate("document.documentElement.scrollWidth <= " + width)
                        .asBoolean())
                .isTrue();
    }
}
