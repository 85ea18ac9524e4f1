package io.tailkeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.page.testing.Browser;
import io.tailkeeper.page.testing.ExperimentJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the live page does, in a real browser: the list, cancelling, following; and what can be read and reached on it. */
class DashboardTest extends PageInBrowser {

    private static final int TABS = 300; // more than there is to reach
    private static final String RUNNING = "now-protected-s42";

    private static ExperimentJson atWork() {
        return new ExperimentJson("now", 4)
                .run("baseline", 42, "none", 1, 0.1, 4)
                .scores(1)
                .run("protected", 42, "resample", 1, 0.1, 2)
                .scores(1)
                .scores(2)
                .progress(3, 20, 60);
    }

    private void showAtWork() {
        server.show("now", atWork());
        browser.go(server.page());
        browser.until("document.querySelectorAll('.runs.now .run').length === 1");
    }

    private void showMany() {
        List<String> states = List.of("completed", "failed", "cancelled", "running");
        for (int i = 0; i < 8; i++) {
            String id = (i % 2 == 0 ? "wiki-" : "gloss-") + i;
            ExperimentJson experiment = new ExperimentJson(id, 1).run("baseline", 42, "none", 1, 0.1, 1);
            server.show(id, experiment, experiment.line(states.get(i % 4), "2026-11-1" + i + "T12:00:00Z"));
        }
        browser.go(server.page());
        browser.until("document.querySelectorAll('nav a').length === 8");
    }

    private static void type(String selector, String value) {
        JsonNode unused = browser.evaluate("(() => { const one = document.querySelector(" + Browser.quoted(selector)
                + "); one.value = " + Browser.quoted(value)
                + "; one.dispatchEvent(new Event(one.tagName === 'SELECT' ? 'change' : 'input')); })()");
    }

    private static List<String> listed() {
        return browser.evaluate("[...document.querySelectorAll('nav a .name')].map(one => one.innerText)")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void experimentsAreFoundByWordsStateAndDay() {
        showMany();

        type("nav input[type=search]", "WIKI base");
        assertThat(listed()).containsExactly("wiki-0", "wiki-2", "wiki-4", "wiki-6");
        assertThat(browser.text("nav .hint")).isEqualTo("4 of 8 experiments");
        type("nav select", "cancelled");
        assertThat(listed()).containsExactly("wiki-2", "wiki-6");
        type("nav input[type=date]", "2026-11-13");
        assertThat(listed()).containsExactly("wiki-6");
        type("nav label:last-of-type input[type=date]", "2026-11-15");
        assertThat(listed()).isEmpty();
        type("nav select", "all");
        assertThat(listed()).containsExactly("wiki-4");
        assertThat(browser.text("h1")).as("what is shown stays").isEqualTo("wiki-0");
    }

    @Test
    void aRunIsCancelledOnlyWhenThatIsConfirmed() {
        showAtWork();

        browser.click(".runs.now button.small:not([hidden])");
        browser.until("document.querySelector('dialog').open");
        assertThat(browser.text("dialog")).contains("Cancel run " + RUNNING + "?");
        assertThat(browser.evaluate("document.activeElement.textContent").asText())
                .isEqualTo("Let it run");
        browser.press("Escape");
        browser.until("document.querySelector('dialog') === null");
        assertThat(server.requests()).isNotEmpty().noneMatch(request -> request.startsWith("POST"));

        browser.click(".runs.now button.small:not([hidden])");
        browser.click("dialog .danger");
        browser.until("document.querySelector('dialog') === null");
        assertThat(server.requests()).contains("POST /api/runs/" + RUNNING + "/cancel application/json");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whyARunIsNotCancelledIsSaid() {
        showAtWork();
        server.refuseToCancel();

        browser.click(".runs.now button.small:not([hidden])");
        browser.click("dialog .danger");

        browser.until("document.querySelector('dialog .failure:not([hidden])') !== null");
        assertThat(browser.text("dialog .failure")).isEqualTo("it is over already");
    }

    @Test
    void anExperimentIsDeletedOnlyWhenThatIsConfirmedAndItIsOver() {
        showMany();
        browser.click(".title button");
        browser.until("document.querySelector('dialog').open");
        assertThat(browser.text("dialog")).contains("Delete experiment wiki-0?", "for everybody");
        assertThat(browser.evaluate("document.activeElement.textContent").asText())
                .isEqualTo("Keep it");
        browser.press("Escape");
        browser.until("document.querySelector('dialog') === null");
        assertThat(server.requests()).isNotEmpty().noneMatch(request -> request.startsWith("DELETE"));

        browser.click(".title button");
        browser.click("dialog .danger");
        browser.until("document.querySelectorAll('nav a').length === 7");
        browser.until("document.querySelector('h1').textContent === 'gloss-1'");
        assertThat(server.requests()).contains("DELETE /api/experiments/wiki-0 application/json");
        assertThat(browser.complaints()).isEmpty();

        JsonNode unused = browser.evaluate("location.hash = '#gloss-3'");
        browser.until("document.querySelector('h1').textContent === 'gloss-3'");
        browser.click(".title button");
        browser.click("dialog .danger");
        browser.until("document.querySelector('dialog .failure:not([hidden])') !== null");
        assertThat(browser.text("dialog .failure")).isEqualTo("a run goes on; cancel it first");
    }

    @Test
    void anExperimentThatSomebodyElseDeletesGivesWayToTheNextOne() {
        showMany();
        server.deleteAfterListing("gloss-1");

        JsonNode unused = browser.evaluate("location.hash = '#gloss-1'");

        browser.until("document.querySelectorAll('nav a').length === 7");
        browser.until("document.querySelector('.connection').textContent === 'live'");
        assertThat(browser.text("h1")).isEqualTo("wiki-0");
    }

    @Test
    void aRunThatIsOverCannotBeCancelled() {
        showAtWork();

        assertThat(browser.evaluate("document.querySelectorAll('.runs:not(.now) .run > button:not([hidden])').length")
                        .asInt())
                .isZero();
    }

    @Test
    void theLossGrowsByWhatIsToldAndNothingIsAskedForAgain() {
        showAtWork();
        String curve = "document.querySelector('[aria-label=\"Training loss\"] .curve').ariaLabel";
        browser.until(curve + ".includes('protected, generation 3: step 20, 3.200')");
        browser.until("!document.querySelector('.connection').textContent.includes('connecting')");
        long before = asked();

        for (int step = 21; step <= 24; step++) {
            server.happen(
                    "progress",
                    "{\"runId\":\"" + RUNNING + "\",\"progress\":[{\"generation\":3,\"collected\":900,\"scored\":900,"
                            + "\"expected\":900,\"phase\":\"training\",\"done\":" + step
                            + ",\"total\":60,\"loss\":" + (3.2 - step / 100.0) + "}]}");
        }

        browser.until(curve + ".includes('step 24, 2.960')");
        assertThat(browser.text(".runs.now")).contains("24 / 60", "loss 2.96");
        assertThat(asked()).isEqualTo(before);
        assertThat(browser.evaluate(
                                "import('/training.js').then(({TrainingCurves}) => { const one = new TrainingCurves();"
                                        + " const view = (done, loss, generation = 1) => [{run: {runId: 'r', arm: 'a', specification: {seed: 1}},"
                                        + " state: 'running', progress: [{generation, phase: 'training', done, loss}]}];"
                                        + " one.add(view(1, 5)); one.add(view(2, 4)); one.add(view(2, 4)); one.add(view(4, 3)); one.add(view(3, 3.5));"
                                        + " const first = one.curves.get('r').points; one.add(view(1, 9, 2));"
                                        + " return JSON.stringify([first, one.curves.get('r').points]); })")
                        .asText())
                .isEqualTo("[[[1,5],[2,4],[3,3.5]],[[1,9]]]");
    }

    @Test
    void theLossOfBeforeThePageWasOpenedIsThere() {
        server.losses("[{\"step\":1,\"loss\":9.5},{\"step\":10,\"loss\":4},{\"step\":20,\"loss\":3.2}]");
        showAtWork();

        browser.until("document.querySelector('[aria-label=\"Training loss\"] .curve').ariaLabel.includes('step 20')");
        browser.until("[...document.querySelectorAll('[aria-label=\"Training loss\"] .curve text')]"
                + ".some(one => Number(one.textContent) >= 8)");
        assertThat(server.requests()).contains("GET /api/runs/" + RUNNING + "/generations/3/losses null");
        assertThat(browser.complaints()).isEmpty();
    }

    private long asked() {
        return server.requests().stream()
                .filter(request -> request.startsWith("GET /api/experiments/"))
                .count();
    }

    @Test
    void aMeasuredGenerationIsLoadedAtOnce() {
        showAtWork();
        long before = asked();

        server.happen("generation", "{\"runId\":\"" + RUNNING + "\"}");

        org.awaitility.Awaitility.await().until(() -> asked() > before);
    }

    @Test
    void scoresAndSelectionAreThoseOfTheChosenGeneration() {
        showAtWork();
        String section = "[aria-label='Detector scores and selection'] ";
        assertThat(browser.evaluate("[...document.querySelectorAll(\"" + section
                                + "select option\")].map(one => one.text).join()")
                        .asText())
                .isEqualTo("1,2");

        assertThat(browser.text(section + ".panel:not([hidden])"))
                .contains("protected", "Human share", "50 % → 75 %", "0.500 → 0.125");
        type(section + "select", "1");
        assertThat(browser.evaluate("[...document.querySelectorAll(\"" + section
                                + ".panel:not([hidden]) h2\")].map(one =>" + " one.textContent.trim()).join()")
                        .asText())
                .isEqualTo("baseline,protected");
        assertThat(browser.evaluate("document.querySelector(\"" + section + ".canvas\").ariaLabel")
                        .asText())
                .isEqualTo(
                        "Scores of baseline in generation 1. human: 10 % above 0.5; machine-written: 90 % above 0.5");
    }

    @Test
    void wordsOfEachArmAreRankedBesideHumanText() {
        showAtWork();

        String section = "[aria-label='Rank and frequency'] ";
        assertThat(browser.evaluate("document.querySelector(\"" + section + ".canvas\").ariaLabel")
                        .asText())
                .contains(
                        "generation 4", "human text: 10 ranks, rank 1 has 10 %", "baseline: 10 ranks, rank 1 has 20 %");
        browser.click(section + "summary");
        browser.until("document.querySelectorAll(\"" + section + "tbody tr\").length === 3");
        assertThat(browser.text(section + "tbody tr:nth-child(3)")).containsSubsequence("10", "1 %", "0.5 %");
    }

    @Test
    void aServiceThatIsAwayIsSaidAndNothingIsPushedOutOfANarrowWindow() throws IOException {
        browser.look(390, 800, false);
        server.away(true);
        browser.go(server.page());
        browser.until("document.querySelector('main .away') !== null");

        assertThat(browser.text("#connection")).isEqualTo("not reachable, trying again");
        assertThat(browser.text("main")).contains("The metrics service is away", "every 5 seconds", "report.html");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isEqualTo(390);
        assertThat(browser.evaluate("[...document.querySelectorAll('.top > *')].every(one =>"
                                + " one.getBoundingClientRect().right <= 390)")
                        .asBoolean())
                .isTrue();
        browser.picture(Path.of("target", "pictures", "away-390.png"));

        server.away(false);
        server.show("now", atWork());
        browser.until("document.querySelector('h1').textContent === 'now'");
        assertThat(browser.text("#connection")).isEqualTo("live");
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "390, false", "390, true"})
    void everyTextHasTheContrastOfLevelAa(int width, boolean dark) throws IOException {
        browser.look(width, 1000, dark);
        server.samples(RUNNING, 2, "{\"decided\":true,\"pool\":[],\"pairs\":[]}");
        showMany();
        server.show("now", atWork());
        JsonNode unused = browser.evaluate("location.hash = '#now'");
        browser.until("document.querySelectorAll('.runs.now .run').length === 1");
        unused = browser.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        browser.click(".runs.now button.small:not([hidden])");
        browser.until("document.querySelector('dialog').open && document.querySelectorAll('.canvas svg').length > 10");

        JsonNode found = browser.evaluate(contrast());

        assertThat(found.get("low")).extracting(JsonNode::asText).isEmpty();
        assertThat(found.get("checked").asInt()).isGreaterThan(200);
        unused = browser.evaluate("document.querySelector('dialog').close()");
        browser.picture(Path.of("target", "pictures", "dashboard-" + width + (dark ? "-dark" : "-light") + ".png"));
    }

    /** The check itself: grey on white that is just too light, and just dark enough. */
    @Test
    void tooLittleContrastIsFound() throws IOException {
        showAtWork();
        JsonNode unused =
                browser.evaluate("for (const grey of ['777', '767676']) { const one = document.createElement('b');"
                        + " one.textContent = 'grey ' + grey; one.style.color = '#' + grey; one.style.background = 'white';"
                        + " document.body.append(one); }");

        assertThat(browser.evaluate(contrast()).get("low"))
                .extracting(JsonNode::asText)
                .containsExactly("4.48 < 4.5: <b class=\"\"> grey 777");
    }

    private static String contrast() throws IOException {
        return Files.readString(Path.of("src", "test", "resources", "contrast.js"), StandardCharsets.UTF_8);
    }

    @Test
    void everyControlIsReachedByTheTabulator() {
        showMany();
        server.show("now", atWork());
        JsonNode unused = browser.evaluate("location.hash = '#now'");
        browser.until("document.querySelectorAll('.runs.now .run').length === 1");
        unused = browser.evaluate("window.scrollTo(0, 0); document.querySelector('nav details').open = true");

        Set<String> reached = new LinkedHashSet<>();
        for (int i = 0; i < TABS; i++) {
            browser.press("Tab");
            reached.add(browser.evaluate(
                            "(() => { const one = document.activeElement; const section = one.closest('section[aria-label], nav');"
                                    + " return [section?.ariaLabel ?? '', one.tagName, one.closest('label')?.innerText.split('\\n')[0].trim() ??"
                                    + " one.textContent.trim().slice(0, 20)].join(' '); })()")
                    .asText());
        }

        assertThat(reached)
                .contains(
                        "Experiments INPUT Search",
                        "Experiments SUMMARY Filter",
                        "Experiments SELECT State",
                        "Experiments INPUT From",
                        "Experiments INPUT To",
                        "Under way BUTTON Cancel run",
                        "Detector scores and selection SELECT Generation",
                        "Detector scores and selection SUMMARY Figures",
                        "Rank and frequency SELECT Generation",
                        "Samples SELECT Arm",
                        "Samples SELECT Generation",
                        "Samples BUTTON Model beside human",
                        "Samples BUTTON Pool",
                        "Samples INPUT Search");
    }
}
