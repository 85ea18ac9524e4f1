package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.page.testing.Browser;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of the packaged service in a browser: it follows, it survives the service's absence, it shows many experiments. */
@Tag("browser")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DashboardIT {

    private static final int MANY = 50;
    private static final String TOKEN = "a-token-of-more-than-sixteen-letters";

    @RegisterExtension
    final MetricsInstallation installation = new MetricsInstallation();

    @TempDir
    Path profile;

    private Browser browser;

    @BeforeEach
    void open() {
        browser = Browser.open(profile);
        browser.look(1280, 1000, false);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private static URI page(MetricsProcess instance) {
        return URI.create(instance.address() + "/");
    }

    @Test
    void itFollowsAnExperimentFromBeforeItsFirstSample() {
        MetricsProcess instance = installation.readyInstance();
        browser.go(page(instance));
        browser.until("document.querySelector('.empty h1') !== null");
        assertThat(browser.text(".connection")).isEqualTo("live");
        List<Object> messages = MetricsInstallation.run("followed").messages();

        installation.kafka().publish(messages.subList(0, 100));
        browser.until("document.querySelector('.run .where')?.innerText.startsWith('Generation 0 of')");
        assertThat(browser.text(".conclusion")).contains("The first conclusion appears when generation 1");

        installation.kafka().publish(messages.subList(100, messages.size()));
        browser.until("document.querySelector('.title .pill')?.textContent === 'completed'");
        browser.until("document.querySelectorAll('.conclusions li').length === 1");
        assertThat(browser.text(".conclusions")).contains("base", "After 1 generation perplexity is 1.20 times");
        assertThat(browser.evaluate("document.querySelectorAll('.canvas svg').length")
                        .asInt())
                .isGreaterThan(5);
        browser.until("document.querySelectorAll('.sample').length === 20");
        assertThat(browser.text(".sample")).contains("Prompt 0", "a prompt", "Human", "Model 1");
        browser.click("[aria-label=Samples] .chip:nth-child(2)");
        assertThat(browser.text("[aria-label=Samples] .hint")).startsWith("40 samples of the pool");
        browser.until(
                "document.querySelector('[aria-label=\"Rank and frequency\"] .canvas')?.ariaLabel.includes('human text: ')");
        browser.until(
                "document.querySelector('[aria-label=\"Detector scores and selection\"] dd')?.textContent === '50 % → 75 %'");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRunIsCancelledFromItsCardWithTheTokenOfWhoeverLooks() {
        installation.setting("tailkeeper.http.token", TOKEN);
        MetricsProcess instance = installation.readyInstance();
        browser.signIn("anybody", TOKEN);
        browser.go(page(instance));
        browser.until("document.querySelector('.empty h1') !== null");
        installation
                .kafka()
                .publish(MetricsInstallation.run("unwanted").messages().subList(0, 100));
        browser.until("document.querySelector('.run > button:not([hidden])') !== null");

        browser.click(".run > button:not([hidden])");
        browser.click("dialog .danger");

        browser.until("document.querySelector('.title .pill')?.textContent === 'cancelled'");
        browser.until("document.querySelector('.run .failure')?.innerText.startsWith('Cancelled in metrics')");
        assertThat(browser.evaluate("document.querySelectorAll('dialog, .run > button:not([hidden])').length")
                        .asInt())
                .isZero();
    }

    @Test
    void anExperimentIsStartedFromTheFormOnceItIsInOrder() {
        installation.setting("tailkeeper.http.token", TOKEN);
        MetricsProcess instance = installation.readyInstance();
        browser.signIn("anybody", TOKEN);
        browser.go(page(instance));
        browser.until("document.querySelector('.empty h1') !== null");
        browser.click("#start");
        browser.until("document.querySelectorAll('dialog .notice').length === 1");
        assertThat(browser.text("dialog .notice"))
                .startsWith(
                        "No generator listens; no trainer listens; no detector listens in the group detector.encoder");
        JsonNode unused =
                browser.evaluate("document.querySelector('dialog [aria-describedby=start-generations]').value = '-1'");
        browser.click("dialog .arms input[value=human-only]");

        browser.click("dialog .primary");
        browser.until("document.querySelector('#start-generations:not([hidden])') !== null");
        assertThat(browser.text("#start-generations"))
                .isEqualTo("experiment: generations: -1 is out of range; allowed is 0 to 1000");
        unused = browser.evaluate("document.querySelector('dialog [aria-describedby=start-generations]').value = '3'");
        browser.click("dialog .primary");

        browser.until("document.querySelector('h1')?.textContent.startsWith('quickstart-')");
        browser.until("document.querySelectorAll('.run').length === 4");
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.run h3')].map(one => one.textContent).sort().join()")
                        .asText())
                .isEqualTo("base,baseline,protected,synthetic-only");
        assertThat(browser.text(".facts")).contains("3 generations");
        assertThat(browser.complaints())
                .as("only the refusal")
                .isNotEmpty()
                .allMatch(complaint -> complaint.contains("400"));
    }

    @Test
    void aDeletedExperimentStaysAwayWhenTheServiceReadsItsTopicsAgain() {
        MetricsProcess first = installation.readyInstance();
        installation.publish("deleted");
        MetricsInstallation.awaitEnd(first, "deleted");
        browser.go(page(first));
        browser.until("document.querySelector('h1')?.textContent === 'kept'");

        browser.click(".title button");
        browser.click("dialog .danger");
        browser.until("document.querySelector('.empty h1') !== null");

        first.kill();
        MetricsProcess second = installation.restarted(first);
        installation.publish("deleted");
        installation.kafka().publish(new FakeRun("next", "next", "base", null, 1).messages());
        MetricsInstallation.awaitEnd(second, "next");
        browser.until("document.querySelector('h1')?.textContent === 'next'");
        assertThat(second.get("/api/experiments").body()).doesNotContain("deleted", "kept");
    }

    @Test
    void whatIsShownStaysWhileTheServiceIsAwayAndGoesOnWithoutAReload() {
        MetricsProcess first = installation.readyInstance();
        installation.publish("before");
        MetricsInstallation.awaitEnd(first, "before");
        browser.go(page(first));
        browser.until("document.querySelectorAll('.conclusions li').length === 1");
        JsonNode unused = browser.evaluate("window.loaded = 'once'");

        first.kill();
        browser.until("document.querySelector('.connection').textContent === 'not reachable, trying again'");
        assertThat(browser.text(".conclusions")).contains("After 1 generation");
        assertThat(browser.evaluate("document.querySelectorAll('.canvas svg').length")
                        .asInt())
                .isGreaterThan(5);

        MetricsProcess second = installation.restarted(first);
        installation.publish("after");
        MetricsInstallation.awaitEnd(second, "after");
        browser.until("document.querySelector('.connection').textContent === 'live'");
        browser.until("document.querySelectorAll('.run').length === 2");
        assertThat(browser.evaluate("window.loaded").asText()).isEqualTo("once");
    }

    @Test
    void aTokenIsTheUsersPasswordForThePageAndAllThatItAsksFor() {
        installation.setting("tailkeeper.http.token", TOKEN);
        MetricsProcess instance = installation.readyInstance();
        installation.publish("guarded");
        browser.signIn("anybody", TOKEN);

        browser.go(page(instance));

        browser.until("document.querySelectorAll('.conclusions li').length === 1");
        assertThat(browser.text(".connection")).isEqualTo("live");
        assertThat(instance.get("/api/runs").status()).as("without it").isEqualTo(401);
    }

    @Test
    void fiftyExperimentsAreListedAndTheChosenOneIsShown() {
        MetricsProcess instance = installation.readyInstance();
        for (int number = 0; number < MANY; number++) {
            installation
                    .kafka()
                    .publish(new FakeRun("run-" + number, "experiment-" + number, "baseline", null, 1).messages());
        }
        MetricsInstallation.awaitEnd(instance, "run-" + (MANY - 1));
        browser.go(URI.create(page(instance) + "#experiment-17"));

        browser.until("document.querySelectorAll('nav a').length === " + MANY);
        browser.until("document.querySelector('h1')?.textContent === 'experiment-17'");
        browser.until("document.querySelectorAll('.canvas svg').length > 5");
        assertThat(browser.complaints()).isEmpty();
    }
}
