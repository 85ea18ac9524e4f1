package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.measures.OwnConfidence;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.contracts.measures.TokenDivergence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenComparisonTest {

    private static MeasuredText human(Integer... ids) {
        return new MeasuredText("whatever it says", new TextTokens(List.of(ids), null));
    }

    private static MeasuredText machine(List<Integer> ids, @Nullable List<Double> probabilities) {
        return new MeasuredText("whatever it says", new TextTokens(ids, probabilities));
    }

    private static MeasuredText machine(Integer... ids) {
        return machine(List.of(ids), Collections.nCopies(ids.length, 0.5));
    }

    @Test
    void divergesByHandWorkedNatsOverEquallyManyTokens() {
        TokenDivergence divergence = Objects.requireNonNull(TokenComparison.divergence(
                List.of(machine(7, 300), machine(7, 300)), List.of(human(7, 300, 8), human(9, 10, 11))));

        // 7 300 7 300 against 7 300 8 9: the longer side is cut.
        assertThat(divergence.tokens()).isEqualTo(4);
        assertThat(divergence.klToHuman()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(divergence.klFromHuman())
                .isCloseTo(0.5 * Math.log(0.5) + 0.5 * Math.log(0.25 / 1e-10), within(1e-12));
        // Smoothed over four types: (2.5, 2.5, 0.5, 0.5) of 6, and 1.5 each.
        assertThat(divergence.smoothedKlToHuman())
                .isCloseTo((5 * Math.log(2.5 / 1.5) + Math.log(0.5 / 1.5)) / 6, within(1e-12));
        assertThat(divergence.smoothedKlFromHuman())
                .isCloseTo((3 * Math.log(1.5 / 2.5) + 3 * Math.log(1.5 / 0.5)) / 6, within(1e-12));
        assertThat(divergence.jensenShannon())
                .isCloseTo((Math.log(4 / 3.0) + 0.5 * Math.log(2 / 3.0) + 0.5 * Math.log(2)) / 2, within(1e-12));
    }

    /** The sums once more, over arrays. */
    @Test
    void agreesWithPlainLoopsOverCounts() {
        Random random = new Random(5);
        int types = 40;
        int[][] counts = new int[2][types];
        List<List<MeasuredText>> sides = List.of(new ArrayList<>(), new ArrayList<>());
        for (int side = 0; side < 2; side++) {
            for (int document = 0; document < 50; document++) {
                List<Integer> ids = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    int id = (int) (types * Math.pow(random.nextDouble(), side + 1.5));
                    counts[side][id]++;
                    ids.add(id);
                }
                sides.get(side).add(machine(ids, null));
            }
        }
        double smoothed = 0;
        double published = 0;
        long seen = IntStream.range(0, types)
                .filter(id -> counts[0][id] + counts[1][id] > 0)
                .count();
        for (int id = 0; id < types; id++) {
            double p = counts[0][id] / 1_000.0;
            double q = counts[1][id] / 1_000.0;
            published += p == 0 ? 0 : p * Math.log(p / (q == 0 ? 1e-10 : q));
            if (counts[0][id] + counts[1][id] > 0) {
                double added = 1_000 + seen / 2.0;
                smoothed += (counts[0][id] + 0.5) / added * Math.log((counts[0][id] + 0.5) / (counts[1][id] + 0.5));
            }
        }
        TokenDivergence divergence =
                Objects.requireNonNull(TokenComparison.divergence(sides.getFirst(), sides.getLast()));
        assertThat(divergence.tokens()).isEqualTo(1_000);
        assertThat(divergence.klToHuman()).isCloseTo(published, within(1e-9));
        assertThat(divergence.smoothedKlToHuman()).isCloseTo(smoothed, within(1e-9));
    }

    @Test
    void sampleWithoutTokensLeavesTheFiguresOut() {
        MeasuredText foreign = new MeasuredText("of a generator of another maker", null);
        assertThat(TokenComparison.divergence(List.of(machine(1), foreign), List.of(human(1), human(2))))
                .isNull();
        assertThat(TokenComparison.divergence(List.of(machine(1), machine(2)), List.of(human(1), foreign)))
                .isNull();
        assertThat(TokenComparison.divergence(List.of(machine()), List.of(human(1))))
                .as("a model that ended every text at once")
                .isNull();
        assertThat(TokenComparison.confidence(List.of(machine(1), foreign))).isNull();
        assertThat(TokenComparison.confidence(List.of(machine(1), machine(List.of(2), null))))
                .isNull();
        assertThat(TokenComparison.confidence(List.of(machine()))).isNull();
    }

    @Test
    void confidenceCountsEveryTokenOnce() {
        OwnConfidence confidence = Objects.requireNonNull(TokenComparison.confidence(List.of(
                machine(List.of(1, 2, 3), List.of(0.0, 0.05, 0.9)), machine(List.of(4, 5), List.of(0.991, 1.0)))));

        assertThat(confidence.meanProbability()).isCloseTo(2.941 / 5, within(1e-12));
        assertThat(confidence.shareAbove90()).as("more than 0.9").isEqualTo(0.4);
        assertThat(confidence.shareAbove99()).isEqualTo(0.4);
        assertThat(confidence.histogram())
                .containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 2L);
    }
}
