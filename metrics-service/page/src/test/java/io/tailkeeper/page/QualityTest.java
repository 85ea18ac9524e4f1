package io.tailkeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.page.testing.Browser;
import io.tailkeeper.page.testing.ExperimentJson;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What arms recover of the gap, beside the quality of their detectors. */
class QualityTest extends PageInBrowser {

    private static final String SECTION = "[aria-label='Recovered gap by detector']";

    private static ExperimentJson experiment(long... seeds) {
        ExperimentJson experiment = new ExperimentJson("unknown", 4);
        for (long seed : seeds) {
            experiment
                    .run("baseline", seed, "none", 1, 0.2, 4)
                    .run("human-only", seed, "none", 0, 0.02, 4)
                    .run("oracle", seed, "oracle", 1, 0.02, 4)
                    .run("good", seed, "resample", 1, seed == 42 ? 0.05 : 0.02, 4)
                    .auroc(0.95)
                    .run("weak", seed, "resample", 1, 0.25, 4)
                    .auroc(0.7);
        }
        return experiment;
    }

    private static boolean isHidden() {
        return browser.evaluate("document.querySelector(" + Browser.quoted(SECTION) + ").hidden")
                .asBoolean();
    }

    /** 1.8 and 1.08 are 0.72 apart after four generations: 1.2 recovers 5/6 of that, 1.44 a half, 2.0 less than nothing. */
    @Test
    void eachArmThatSelectsByScoresIsAPoint() throws IOException {
        server.show(
                "unknown",
                experiment(42).run("fair", 42, "resample", 1, 0.11, 4).auroc(0.8));
        browser.look(1280, 900, false);
        browser.go(server.page());
        browser.until("document.querySelector(" + Browser.quoted(SECTION + " svg") + ") !== null");

        assertThat(browser.evaluate("document.querySelector(" + Browser.quoted(SECTION + " .canvas") + ").ariaLabel")
                        .asText())
                .isEqualTo(
                        "Recovered gap by AUROC, after 4 generations. good: AUROC 0.950, 83 %; fair: AUROC 0.800, 50 %;"
                                + " weak: AUROC 0.700, −28 %");
        browser.click(SECTION + " summary");
        browser.until("document.querySelectorAll(" + Browser.quoted(SECTION + " tbody tr") + ").length === 3");
        assertThat(browser.text(SECTION + " tbody tr:last-child")).containsSubsequence("weak", "0.700", "−28 %");
        browser.evaluate("document.querySelector(" + Browser.quoted(SECTION) + ").scrollIntoView()");
        browser.picture(Path.of("target", "pictures", "quality-1280.png"));
        browser.look(390, 800, true);
        browser.evaluate("document.querySelector(" + Browser.quoted(SECTION) + ").scrollIntoView()");
        browser.picture(Path.of("target", "pictures", "quality-390-dark.png"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void overSeedsItsRangeIsTold() throws IOException {
        server.show(
                "unknown",
                experiment(42, 43)
                        .run("fair", 42, "resample", 1, 0.11, 4)
                        .auroc(0.8)
                        .run("fair", 43, "resample", 1, 0.11, 4)
                        .auroc(0.8));
        browser.go(server.page());
        browser.until("document.querySelector(" + Browser.quoted(SECTION + " svg") + ") !== null");

        assertThat(browser.evaluate("document.querySelector(" + Browser.quoted(SECTION + " .canvas") + ").ariaLabel")
                        .asText())
                .contains("good: AUROC 0.950, 92 % (83 % to 100 %, n 2); fair");
    }

    @Test
    void twoArmsMakeNoPlot() throws IOException {
        server.show("unknown", experiment(42));
        browser.go(server.page());
        browser.until("document.querySelector('h1').textContent === 'unknown'");
        browser.until("document.querySelector('.conclusions') !== null");

        assertThat(isHidden()).isTrue();
    }
}
