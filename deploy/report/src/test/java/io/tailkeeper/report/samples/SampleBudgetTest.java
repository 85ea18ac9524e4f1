package io.tailkeeper.report.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.page.Excerpt;
import io.tailkeeper.page.ShownSamples;
import io.tailkeeper.page.ShownSamples.Pair;
import io.tailkeeper.page.ShownSamples.Pooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleBudgetTest {

    private static Pooled pooled(int index, Source source, String text) {
        Excerpt excerpt = Excerpt.of(text);
        return new Pooled("run:1:" + index, source, null, excerpt, excerpt, 0.5, null, 0);
    }

    private static Pair pair(int index, String text) {
        Excerpt excerpt = Excerpt.of(text);
        return new Pair(index, excerpt, excerpt, excerpt);
    }

    private static SampleBudget filled(int generations, String text) {
        SampleBudget budget = new SampleBudget(generations);
        for (int index = 0; index < 100; index++) {
            for (Source source : Source.values()) {
                budget.offer(pooled(index, source, text));
            }
            budget.offer(pair(index, text));
        }
        return budget;
    }

    @Test
    void takesTheFirstOfEachKind() {
        SampleBudget budget = filled(1, "short");

        assertThat(budget.full()).isTrue();
        ShownSamples samples = budget.samples();
        assertThat(samples.decided()).isTrue();
        assertThat(samples.pairs())
                .extracting(Pair::index)
                .startsWith(0, 1, 2)
                .endsWith(19)
                .hasSize(20);
        assertThat(samples.pool()).hasSize(60);
        assertThat(samples.pool())
                .filteredOn(sample -> sample.source() == Source.UNKNOWN)
                .hasSize(20);
    }

    @Test
    void isOpenUntilEveryKindIsFull() {
        SampleBudget budget = new SampleBudget(1);
        for (int index = 0; index < 100; index++) {
            budget.offer(pair(index, "short"));
        }

        assertThat(budget.full()).isFalse();
    }

    /** Characters that take the most room in a page: three bytes, or six for an escape. */
    @ParameterizedTest
    @CsvSource({"1, \u4e2d", "40, \u4e2d", "40, <", "400, '\u0001'", "3000, <", "100000, x"})
    void keepsAReportWithinItsRoomWhateverIsWritten(int generations, String character) throws JsonProcessingException {
        ShownSamples samples = filled(generations, character.repeat(1_000)).samples();

        String json = JsonMapper.builder().build().writeValueAsString(samples).replace("<", "\\u003c");
        long spared = json.split("null", -1).length * 20L
                + 64; // names that the report leaves out, and those around the lists
        assertThat((json.getBytes(StandardCharsets.UTF_8).length - spared) * generations)
                .isLessThanOrEqualTo(SampleBudget.REPORT_BYTES);
    }

    @Test
    void aGenerationOfManyHasFewerSamples() {
        ShownSamples few = filled(200, "word ".repeat(80)).samples();

        assertThat(few.pairs()).hasSizeBetween(1, 4);
        assertThat(few.pool()).hasSizeBetween(3, 12);
    }
}
