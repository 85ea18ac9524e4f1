package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.testing.Specifications;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies nobody would keep as a file: too long, too deep, empty, of another encoding. */
class ContractJsonTest {

    private static final int LONGEST = SampleCollected.MAXIMUM_LENGTH;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sample(String text) {
        return bytes(
                """
                {"sampleId": "r:0:1", "runId": "r", "generation": 0, "prompt": "", "text": "%s",
                 "provenance": {"source": "human"}}
                """
                        .formatted(text));
    }

    @Test
    void acceptsTheLongestText() {
        String longest = "ü".repeat(LONGEST);
        SampleCollected sample = ContractJson.read(Topics.SAMPLES_COLLECTED, sample(longest));
        assertThat(sample.text()).isEqualTo(longest);
    }

    @Test
    void refusesALongerText() {
        assertThatThrownBy(() -> ContractJson.read(Topics.SAMPLES_COLLECTED, sample("a".repeat(LONGEST + 1))))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("/text: must be at most 262,144 characters long");
    }

    /** The schema counts characters, the record UTF-16 units: the stricter of the two decides. */
    @Test
    void countsCharactersOutsideTheBasicPlaneTwice() {
        assertThatThrownBy(() -> ContractJson.read(Topics.SAMPLES_COLLECTED, sample("🐦".repeat(LONGEST / 2 + 1))))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("text has 262146 characters; at most 262144 are allowed");
    }

    @Test
    void refusesABodyBeyondTheLimitBeforeItIsParsed() {
        byte[] body = new byte[ContractJson.MAXIMUM_BYTES + 1];
        assertThatThrownBy(() -> ContractJson.read(Topics.SAMPLES_COLLECTED, body))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessage("SampleCollected has 8388609 bytes; at most 8388608 are allowed");
    }

    @Test
    void acceptsABodyOfTheLimit() {
        StringBuilder body = new StringBuilder(new String(sample("a"), StandardCharsets.UTF_8));
        body.append(" ".repeat(ContractJson.MAXIMUM_BYTES - body.length()));
        assertThat(ContractJson.read(Topics.SAMPLES_COLLECTED, bytes(body.toString()))
                        .text())
                .isEqualTo("a");
    }

    @Test
    void writesNoMessageThatNobodyWouldRead() {
        WeightedSample sample =
                new WeightedSample("s", "a".repeat(LONGEST), "b".repeat(LONGEST), 1, LONGEST, Provenance.Source.HUMAN);
        WeightedBatch batch = new WeightedBatch("r", 1, 0, 1, Collections.nCopies(17, sample));
        assertThatThrownBy(() -> ContractJson.write(batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WeightedBatch has")
                .hasMessageContaining("at most 8388608 are allowed")
                .hasMessageContaining("fewer or shorter documents");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "null", "true", "7", "\"text\"", "[]"})
    void refusesWhatIsNoObject(String body) {
        assertThatThrownBy(() -> ContractJson.read(Topics.RUNS_FINISHED, bytes(body)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessage("RunFinished is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\uFEFF{}", "{} {}", "{'a': 1}", "{\"a\": 01}", "{\"a\": 1,}", "// no\n{}", "{\"a\": \"\t\"}"})
    void refusesWhatOnlyLooksLikeJson(String body) {
        assertThatThrownBy(() -> ContractJson.read(Topics.RUNS_FINISHED, bytes(body)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageStartingWith("RunFinished is not valid JSON: ");
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(() -> ContractJson.read(Topics.RUNS_FINISHED, bytes("{\"a\":".repeat(100_000))))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("it is nested 33 deep, more than the 32 levels that are read");
    }

    @Test
    void refusesOtherEncodings() {
        byte[] latin = "{\"service\": \"größer\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = "{\"runId\": \"r\"}".getBytes(StandardCharsets.UTF_16);
        for (byte[] body : List.of(latin, wide)) {
            assertThatThrownBy(() -> ContractJson.read(Topics.RUNS_FINISHED, body))
                    .isInstanceOf(RejectedMessageException.class)
                    .hasMessage("RunFinished is not valid UTF-8");
        }
    }

    @Test
    void namesThePlaceOfARefusedValueInside() {
        String body = new String(
                        GoldenSamples.valid(Topics.SAMPLES_SCORED, "minimal").body(), StandardCharsets.UTF_8)
                .replace(" that stands still in shallow water.", "   ");
        assertThatThrownBy(() -> ContractJson.read(Topics.SAMPLES_SCORED, bytes(body)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessage("SampleScored holds a refused value: /sample: text is empty");
    }

    @Test
    void namesTheFirstFault() {
        assertThatThrownBy(() -> ContractJson.read(Topics.SAMPLES_COLLECTED, bytes("{}")))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessage("SampleCollected does not follow schemas/sample-collected.v1.json:"
                        + " : required property 'sampleId' not found");
    }

    /** Messages end up in dead letters that others read. */
    @Test
    void speaksEnglishOnEveryMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThatThrownBy(() -> ContractJson.read(Topics.SAMPLES_COLLECTED, bytes("{\"text\": 1}")))
                    .hasMessageContaining("integer found, string expected");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void keepsHalfACharacterAsItCame() {
        SampleCollected sample = ContractJson.read(Topics.SAMPLES_COLLECTED, sample("a\\ud800b"));
        assertThat(ContractJson.read(Topics.SAMPLES_COLLECTED, ContractJson.write(sample)))
                .isEqualTo(sample);
    }

    @Test
    void leavesAbsentFieldsOut() {
        String written = new String(ContractJson.write(Specifications.run("alone", null)), StandardCharsets.UTF_8);
        assertThat(written).doesNotContain("baseRunId", "null");
    }

    @Test
    void writesOnlyWhatHasAJsonForm() {
        assertThatThrownBy(() -> ContractJson.write(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Object cannot be written as JSON: ");
    }

    @Test
    void whatWasKeptIsReadWithoutItsSchemaAndRefusedWhenDamaged() {
        for (Topic<?> topic : Topics.ALL) {
            Object message =
                    ContractJson.read(topic, GoldenSamples.valid(topic, "full").body());
            byte[] kept = ContractJson.write(message);

            assertThat((Object) ContractJson.readKept(topic, kept)).isEqualTo(message);
            assertThatThrownBy(() -> ContractJson.readKept(topic, Arrays.copyOf(kept, kept.length / 2)))
                    .isInstanceOf(RejectedMessageException.class)
                    .hasMessageContaining("is not as it was kept");
        }
        assertThatThrownBy(() -> ContractJson.readKept(
                        Topics.SAMPLES_SCORED, "{\"no\": \"sample\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RejectedMessageException.class);
    }
}
