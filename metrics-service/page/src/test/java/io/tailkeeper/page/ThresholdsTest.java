package io.tailkeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.page.testing.Browser;
import io.tailkeeper.page.testing.ExperimentJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Thresholds in charts, in a real browser. */
class ThresholdsTest extends PageInBrowser {

    private void show(double slope) {
        server.show("levels", new ExperimentJson("levels", 4).run("baseline", 42, "none", 1, slope, 4));
        browser.go(server.page());
        browser.until("document.querySelectorAll('.canvas svg').length > 1");
    }

    private static String chart(String title) {
        return "[...document.querySelectorAll('.panel')].find(one => one.querySelector('h2')?.textContent === "
                + Browser.quoted(title) + ")";
    }

    private static String name(String title) {
        return browser.evaluate(chart(title) + ".querySelector('.canvas').ariaLabel")
                .asText();
    }

    private static String drawn(String title) {
        browser.until(chart(title) + ".querySelector('.canvas svg') !== null");
        return browser.evaluate("[...(" + chart(title)
                        + ").querySelectorAll('svg text')].map(one => one.textContent).join('|')")
                .asText();
    }

    @Test
    void stagesAndRulesAreDrawnWithTheirNames() {
        show(0.1);

        assertThat(name("Perplexity ratio")).contains(" Thresholds: collapsed, alert perplexity 1.30. Arrow keys");
        assertThat(drawn("Perplexity ratio")).contains("collapsed, alert perplexity 1.30");
        assertThat(browser.evaluate(chart("Perplexity ratio")
                                + ".querySelectorAll('path[stroke-dasharray=\"6,4\"]').length")
                        .asInt())
                .isEqualTo(1);
        assertThat(name("Vocabulary coverage")).contains(" Thresholds: lost coverage 0.75; alert coverage 0.72.");
        assertThat(name("Diversity within a document")).contains(" Thresholds: collapsed, 0.6 of human 0.540.");
        assertThat(name("Token accuracy")).doesNotContain("Thresholds");
        browser.picture(Path.of("target", "pictures", "thresholds.png"));
    }

    @Test
    void whatWouldFlattenTheCurvesIsSaidInstead() {
        show(0.01);

        assertThat(drawn("Perplexity ratio")).doesNotContain("collapsed");
        assertThat(browser.evaluate(chart("Perplexity ratio") + ".querySelector('.plot .hint').textContent")
                        .asText())
                .isEqualTo("Beyond what is drawn: collapsed, alert perplexity 1.30.");
        assertThat(name("Perplexity ratio")).contains("Thresholds: collapsed, alert perplexity 1.30.");
    }

    /** A third of the height is enough, and less is not; what lies nearer is asked first. */
    @Test
    void curvesKeepAThirdOfTheHeight() {
        assertThat(browserLess(
                        "[{name: 'a', value: 3}, {name: 'b', value: 4.01}, {name: 'c', value: 0}]",
                        "{min: 0, max: 1}",
                        "v => v"))
                .isEqualTo("c,a / b");
        assertThat(browserLess("[{name: 'a', value: 8}, {name: 'b', value: 9}]", "{min: 1, max: 2}", "Math.log"))
                .isEqualTo("a / b");
        assertThat(browserLess("[{name: 'a', value: 5}]", "null", "v => v")).isEqualTo("a / ");
    }

    private String browserLess(String thresholds, String range, String scale) {
        browser.go(server.page());
        return browser.evaluate(
                        "import('/thresholds.js').then(({fitting}) => { const {drawn, left} = fitting(" + thresholds
                                + ", " + range + ", " + scale
                                + "); return drawn.map(one => one.name) + ' / ' + left.map(one => one.name); })")
                .asText();
    }

    @Test
    void rulesOfTheRunTakeThePlaceOfTheDefaults() {
        browser.go(server.page());
        String arm =
                "{name: 'x', generations: 2, specification: {corpus: {}, loss: {name: 'tce'}, stages: {collapsedRatio: 2},"
                        + " alerts: [{id: 'mine', measure: 'perplexityRatio', direction: 'above', threshold: 1.5, relative: true},"
                        + " {id: 'other', measure: 'perplexityRatio', direction: 'above', threshold: 7, arms: ['y']}]},"
                        + " seeds: [{seed: 1, measured: [{trained: {generation: 0}, value: 1.2}]}]}";
        String read =
                "import('/thresholds.js').then(({thresholdsOf}) => thresholdsOf({id: 'perplexityRatio', read: m => m.value}, [%s])"
                        + ".map(({name, value}) => `${name} ${value.toFixed(2)}`).join('; '))";

        assertThat(browser.evaluate(read.formatted(arm)).asText()).isEqualTo("collapsed 2.00; alert mine 1.80");
        assertThat(browser.evaluate(read.formatted(arm + ", {name: 'z', generations: 1, seeds: [], specification: {}}"))
                        .asText())
                .as("one of which nothing is known")
                .isEqualTo("collapsed (x) 2.00; alert mine (x) 1.80");
    }
}
