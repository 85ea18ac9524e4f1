package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.GenerationKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedSampleTest {

    private static Optional<NamedSample> find(String body) {
        return NamedSample.find(body.getBytes(StandardCharsets.UTF_8), "0@7");
    }

    @Test
    void findsRunGenerationAndIdWhateverElseStandsThere() {
        assertThat(
                        find(
                                "{\"text\":[{\"runId\":\"other\"}],\"sampleId\":\"a\",\"runId\":\"run\",\"generation\":2,\"x\":1e999}"))
                .hasValue(new NamedSample(new GenerationKey("run", 2), "a"));
    }

    @Test
    void thePlaceStandsInForAMissingId() {
        assertThat(find("{\"sampleId\":7,\"runId\":\"run\",\"generation\":2}"))
                .hasValue(new NamedSample(new GenerationKey("run", 2), "0@7"));
    }

    @Test
    void findsNothingWhereNothingIsNamed() {
        for (String body : new String[] {
            "",
            "7",
            "[]",
            "{",
            "{poison",
            "{\"runId\":\"run\"}",
            "{\"runId\":\"run\",\"generation\":1e9}",
            "{\"runId\":\"run\",\"generation\":99999999999}",
            "{\"runId\":\"Not A Run\",\"generation\":1}",
            "{\"runId\":\"run\",\"generation\":-1}"
        }) {
            assertThat(find(body)).as(body).isEmpty();
        }
    }

    @Test
    void readsARecordOfMillionsOfEntriesInLittleMemory() {
        String body = "{\"samples\":[" + "{},".repeat(2_500_000) + "{}],\"runId\":\"run\",\"generation\":1}";

        assertThat(find(body)).isPresent();
    }
}
