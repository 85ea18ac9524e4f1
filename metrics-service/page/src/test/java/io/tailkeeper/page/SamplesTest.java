package io.tailkeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.page.ShownSamples.Pair;
import io.tailkeeper.page.ShownSamples.Pooled;
import io.tailkeeper.page.testing.Browser;
import io.tailkeeper.page.testing.ExperimentJson;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What models wrote, looked at in a real browser. */
class SamplesTest extends PageInBrowser {

    private static final String SECTION = "section[aria-label=Samples] ";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202Egnp\u0000 \u05D0\u05D1 \uE000 end";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    @BeforeEach
    void showTwoArms() {
        server.show(
                "e",
                new ExperimentJson("e", 2)
                        .run("baseline", 42, "none", 1, 0.1, 2)
                        .run("protected", 42, "resample", 1, 0.1, 1));
    }

    private void show(ShownSamples samples) throws JsonProcessingException {
        server.samples("e-baseline-s42", 2, MAPPER.writeValueAsString(samples));
        browser.go(server.page());
        browser.until("document.querySelectorAll('.sample').length > 0");
    }

    private static ShownSamples some() {
        return new ShownSamples(
                true,
                List.of(
                        pooled("1", Source.HUMAN, "a human wrote this", 1.0),
                        pooled("2", Source.SYNTHETIC, "a model wrote this", 0.25),
                        pooled("3", Source.SYNTHETIC, "a model wrote that", null)),
                List.of(
                        new Pair(0, Excerpt.of("Once upon"), Excerpt.of("a time"), Excerpt.of(HOSTILE)),
                        new Pair(1, Excerpt.of("There was"), new Excerpt("x".repeat(3_000), 997_000), Excerpt.of(""))));
    }

    private static Pooled pooled(String id, Source source, String text, Double weight) {
        return new Pooled(
                "e:2:" + id,
                source,
                source == Source.HUMAN ? null : 1,
                Excerpt.of("a prompt"),
                Excerpt.of(text),
                0.75,
                weight,
                null);
    }

    private static int shown() {
        return browser.evaluate("document.querySelectorAll('.sample').length").asInt();
    }

    private static void choose(int field, String value) {
        var unused = browser.evaluate(
                "(() => { const one = document.querySelectorAll('section[aria-label=Samples] select')[" + field
                        + "]; one.value = " + Browser.quoted(value) + "; one.dispatchEvent(new Event('change')); })()");
    }

    @Test
    void theLastGenerationOfTheFirstArmIsShownModelBesideHuman() throws JsonProcessingException {
        show(some());

        assertThat(browser.text(SECTION + ".hint")).startsWith("2 prompts of the calibration set");
        assertThat(browser.text(".sample")).contains("Prompt 0", "Once upon", "Human", "a time", "Model 2");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aTextIsNoMarkupAndCannotTurnThePage() throws JsonProcessingException {
        show(some());

        String model = ".sample .beside > div:nth-child(2)";
        assertThat(browser.text(model)).contains("<img src=x", "U+202E", "U+0000", "U+E000", "\u05D0\u05D1", "end");
        assertThat(browser.text(model)).doesNotContain("\u202E");
        assertThat(browser.evaluate("document.querySelectorAll('main img').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("[...document.querySelectorAll('.foreign > span')].every(one =>"
                                + " getComputedStyle(one).unicodeBidi === 'isolate' && one.dir === 'auto')")
                        .asBoolean())
                .isTrue();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anEndlessLineIsCutAndSaysByHowMuch() throws JsonProcessingException {
        browser.look(390, 1000, true);
        show(some());

        assertThat(browser.text(".sample:nth-child(2) .beside")).contains("999,000 characters more", "(empty)");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isEqualTo(390);
    }

    @Test
    void thePoolIsFilteredByWriterByFateAndByWhatIsSearched() throws JsonProcessingException {
        show(some());

        browser.click(SECTION + ".chip:nth-child(2)");
        assertThat(shown()).isEqualTo(3);
        assertThat(browser.text(".samples")).contains("q 0.750", "kept, weight 0.25", "dropped", "Model 1");
        choose(2, "synthetic");
        assertThat(shown()).isEqualTo(2);
        choose(3, "dropped");
        assertThat(browser.text(".samples")).contains("a model wrote that").doesNotContain("a model wrote this");
        assertThat(browser.text(SECTION + ".hint")).startsWith("1 of 3 samples of the pool");
        choose(2, "all");
        choose(3, "all");
        var unused =
                browser.evaluate("(() => { const one = document.querySelector('section[aria-label=Samples] input');"
                        + " one.value = 'HUMAN wrote'; one.dispatchEvent(new Event('input')); })()");
        assertThat(shown()).isEqualTo(1);
        assertThat(browser.text(".samples")).contains("a human wrote this");
    }

    @Test
    void anotherArmIsAskedForAndWhatItLacksIsSaid() throws JsonProcessingException {
        show(some());

        choose(0, "e-protected-s42");

        browser.until("document.querySelectorAll('.sample').length === 0");
        assertThat(browser.text(SECTION + ".hint")).startsWith("No pairs are kept here");
        choose(0, "e-baseline-s42");
        browser.until("document.querySelectorAll('.sample').length === 2");
    }

    @Test
    void nothingIsCalledDroppedBeforeItIsDecided() throws JsonProcessingException {
        show(new ShownSamples(false, some().pool(), some().pairs()));

        browser.click(SECTION + ".chip:nth-child(2)");

        assertThat(browser.text(".samples")).contains("undecided").doesNotContain("dropped");
    }
}
