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
    void anAlertOfSeveralSeedsStandsOnceAndThoseBeyondSixAreFolded() {
        ExperimentJson experiment = new ExperimentJson("seeds", 4);
        for (int seed = 42; seed <= 44; seed++) {
            experiment
                    .run("baseline", seed, "none", 1, 0.2, 4)
                    .alert(seed == 43 ? 3 : 2, "perplexity", "critical", "perplexityRatio is 1." + seed, false);
        }
        for (int rule = 0; rule < 7; rule++) {
            experiment.alert(1, "rule-" + rule, "warning", "of one seed", false);
        }
        server.show("seeds", experiment);
        browser.go(server.page());
        browser.until("document.querySelectorAll('.canvas svg').length > 1");

        assertThat(browser.text(".alerts li:nth-child(1)"))
                .contains("baseline", "seeds 42, 43, 44", "critical", "Seed 43: perplexityRatio is 1.43.")
                .doesNotContain("1.42");
        assertThat(browser.text(".alerts li:nth-child(2)")).contains("seed 44", "rule-0", "of one seed.");
        assertThat(browser.evaluate("document.querySelectorAll('.alerts > ul > li').length")
                        .asInt())
                .isEqualTo(6);
        assertThat(browser.text(".alerts summary")).isEqualTo("2 more");
        browser.click(".alerts summary");
        browser.until("document.querySelector('.alerts details').innerText.includes('rule-6')");
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
