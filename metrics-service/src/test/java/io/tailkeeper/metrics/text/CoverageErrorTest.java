package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoverageErrorTest {

    private static List<List<String>> documents(Random random, int count, int types) {
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    // Words of a document belong together: half of them are of a topic of its own.
                    int topic = random.nextInt(20);
                    return random.ints(20, 0, types)
                            .mapToObj(word -> word % 2 == 0 ? "w" + word : topic + "-" + word % 7)
                            .toList();
                })
                .toList();
    }

    private static double coverage(List<List<String>> machine, List<List<String>> human) {
        List<String> one = machine.stream().flatMap(List::stream).toList();
        List<String> two = human.stream().flatMap(List::stream).toList();
        int words = Math.min(one.size(), two.size());
        return VocabularyCoverage.of(one.subList(0, words), two.subList(0, words));
    }

    @Test
    void documentsThatAreAllAlikeHaveNoError() {
        List<List<String>> alike = Collections.nCopies(30, List.of("a", "b", "c"));
        assertThat(CoverageError.of(alike, alike)).isCloseTo(0, within(1e-12));
        assertThat(CoverageError.of(List.of(List.of()), alike)).as("no word").isZero();
        assertThat(CoverageError.of(alike, List.of())).isZero();
    }

    @Test
    void theErrorIsThatOfSamplesOfTheSourceOrSomewhatMore() {
        Random random = new Random(1);
        List<Double> coverages = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int sample = 0; sample < 150; sample++) {
            List<List<String>> machine = documents(random, 60, 200);
            List<List<String>> human = documents(random, 60, 400);
            coverages.add(coverage(machine, human));
            errors.add(CoverageError.of(machine, human));
        }
        double mean = coverages.stream().mapToDouble(each -> each).average().orElseThrow();
        double spread = Math.sqrt(coverages.stream()
                .mapToDouble(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow());
        double said = errors.stream().mapToDouble(each -> each).average().orElseThrow();
        assertThat(spread).isPositive();
        assertThat(said).as("not too low, and not twice too high").isBetween(0.9 * spread, 2 * spread);
    }

    @Test
    void equalTextsHaveEqualErrorsAndMoreDocumentsSmallerOnes() {
        List<List<String>> machine = documents(new Random(2), 1_200, 300);
        List<List<String>> human = documents(new Random(3), 1_200, 600);
        double all = CoverageError.of(machine, human);
        assertThat(all)
                .isEqualTo(CoverageError.of(List.copyOf(machine), List.copyOf(human)))
                .as("the first 1,000 documents of a side")
                .isEqualTo(CoverageError.of(machine.subList(0, 1_000), human.subList(0, 1_000)))
                .isLessThan(CoverageError.of(machine.subList(0, 50), human.subList(0, 50)));
    }
}
