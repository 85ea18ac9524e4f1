package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Measures of word frequencies: against values worked by hand, and against a second implementation from the definition. */
class WordDistributionTest {

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static WordCounts counts(String text) {
        return WordCounts.of(words(text));
    }

    /** Words of a source whose frequencies fall with the power {@code exponent} of the rank. */
    private static List<String> zipf(Random random, int size, int types, double exponent) {
        double[] upTo = new double[types];
        double sum = 0;
        for (int rank = 1; rank <= types; rank++) {
            sum += Math.pow(rank, -exponent);
            upTo[rank - 1] = sum;
        }
        double total = sum;
        return IntStream.range(0, size)
                .mapToObj(_ -> {
                    int at = Arrays.binarySearch(upTo, random.nextDouble() * total);
                    return "w" + (at < 0 ? -at - 1 : at);
                })
                .toList();
    }

    private static double share(List<String> text, String word) {
        return (double) Collections.frequency(text, word) / text.size();
    }

    /** From the definition, words in the order in which they come. */
    private static double naiveJensenShannon(List<String> first, List<String> second) {
        Set<String> union = new HashSet<>(first);
        union.addAll(second);
        double divergence = 0;
        for (List<String> side : List.of(first, second)) {
            for (String word : union) {
                double p = share(side, word);
                if (p > 0) {
                    divergence += 0.5 * p * Math.log(2 * p / (share(first, word) + share(second, word)));
                }
            }
        }
        return divergence;
    }

    /** From the definition: both texts with half a word of each type behind them. */
    private static double naiveSmoothed(List<String> first, List<String> second) {
        Set<String> union = new HashSet<>(first);
        union.addAll(second);
        double divergence = 0;
        for (String word : union) {
            double p = (2.0 * Collections.frequency(first, word) + 1) / (2.0 * first.size() + union.size());
            double q = (2.0 * Collections.frequency(second, word) + 1) / (2.0 * second.size() + union.size());
            divergence += p * (Math.log(p) - Math.log(q));
        }
        return divergence;
    }

    /** The mean over many orders of equally rare words of the mass on the first tenth. */
    private static double naiveMass(List<String> from, List<String> text, Random random) {
        List<String> types = new ArrayList<>(new HashSet<>(from));
        Map<String, Integer> frequencies =
                types.stream().collect(Collectors.toMap(type -> type, type -> Collections.frequency(from, type)));
        double sum = 0;
        int rounds = 3_000;
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(types, random);
            types.sort(Comparator.comparingInt(frequencies::get));
            Set<String> rarest = new HashSet<>(types.subList(0, types.size() / 10));
            sum += (double) text.stream().filter(rarest::contains).count() / text.size();
        }
        return sum / rounds;
    }

    /** The definition: every pair of places. */
    private static double naiveCollisions(List<String> text) {
        int pairs = 0;
        int equal = 0;
        for (int i = 0; i < text.size(); i++) {
            for (int j = 0; j < text.size(); j++) {
                if (i != j) {
                    pairs++;
                    equal += text.get(i).equals(text.get(j)) ? 1 : 0;
                }
            }
        }
        return (double) equal / pairs;
    }

    /** The normal equations of y = a + b x. */
    private static double naiveSlope(List<String> text) {
        List<Integer> ranked = new HashSet<>(text)
                .stream()
                        .map(type -> Collections.frequency(text, type))
                        .sorted(Comparator.reverseOrder())
                        .toList();
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int rank = 10; rank <= Math.min(10_000, ranked.size()); rank++) {
            double logRank = Math.log10(rank);
            double logShare = Math.log10((double) ranked.get(rank - 1) / text.size());
            n++;
            x += logRank;
            y += logShare;
            xx += logRank * logRank;
            xy += logRank * logShare;
        }
        return (n * xy - x * y) / (n * xx - x * x);
    }

    @Test
    void figuresAreThoseOfTheirDefinitions() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<String> first = zipf(random, 50 + random.nextInt(400), 120, 1);
            List<String> second = zipf(random, 50 + random.nextInt(400), 60, 0.7);
            WordCounts one = WordCounts.of(first);
            WordCounts two = WordCounts.of(second);
            assertThat(JensenShannon.of(one, two))
                    .isCloseTo(naiveJensenShannon(first, second), within(1e-12))
                    .as("symmetric")
                    .isCloseTo(JensenShannon.of(two, one), within(1e-12));
            assertThat(UnigramDivergence.smoothed(one, two)).isCloseTo(naiveSmoothed(first, second), within(1e-12));
            assertThat(CollisionProbability.of(one).value()).isCloseTo(naiveCollisions(first), within(1e-12));
            assertThat(ZipfSlope.of(one)).isCloseTo(naiveSlope(first), within(1e-9));
            double entropy = new HashSet<>(first)
                    .stream()
                            .mapToDouble(word -> -share(first, word) * Math.log(share(first, word)))
                            .sum();
            assertThat(EffectiveVocabulary.of(one)).isCloseTo(Math.exp(entropy), within(1e-9));
        }
    }

    @Test
    void jensenShannonOfHandWorkedTexts() {
        // P = (3/4, 1/4, 0), Q = (1/4, 1/2, 1/4), M = (1/2, 3/8, 1/8).
        double p = 0.75 * Math.log(1.5) + 0.25 * Math.log(2 / 3.0);
        double q = 0.25 * Math.log(0.5) + 0.5 * Math.log(4 / 3.0) + 0.25 * Math.log(2);
        assertThat(JensenShannon.of(counts("a a a b"), counts("a b b c"))).isCloseTo((p + q) / 2, within(1e-12));
        assertThat(JensenShannon.of(counts("a b"), counts("c d d"))).isEqualTo(Math.log(2));
        assertThat(JensenShannon.of(counts("a b b"), counts("b a b"))).isZero();
    }

    @Test
    void smoothedDivergenceOfHandWorkedTexts() {
        // Three types, so 4 + 3/2 = 5.5 a side: (3.5, 1.5, 0.5) and (1.5, 2.5, 1.5).
        double expected = (3.5 * Math.log(3.5 / 1.5) + 1.5 * Math.log(1.5 / 2.5) + 0.5 * Math.log(1 / 3.0)) / 5.5;
        assertThat(UnigramDivergence.smoothed(counts("a a a b"), counts("a b b c")))
                .isCloseTo(expected, within(1e-12));
        assertThat(UnigramDivergence.smoothed(counts("a b b"), counts("b a b"))).isZero();
    }

    @Test
    void smoothingTellsLostTailsFromAShortText() {
        Random random = new Random(5);
        List<String> human = zipf(random, 4_000, 3_000, 1);
        List<String> same = zipf(random, 4_000, 3_000, 1);
        List<String> collapsed = zipf(random, 4_000, 60, 1);
        WordCounts humanCounts = WordCounts.of(human);
        assertThat(UnigramDivergence.smoothed(WordCounts.of(collapsed), humanCounts))
                .isGreaterThan(1.5 * UnigramDivergence.smoothed(WordCounts.of(same), humanCounts));
        assertThat(UnigramDivergence.smoothed(humanCounts, WordCounts.of(collapsed)))
                .isGreaterThan(2 * UnigramDivergence.smoothed(humanCounts, WordCounts.of(same)));
        assertThat(UnigramDivergence.of(collapsed, human))
                .as("the published form falls as tails go: what collapsed writes no word that is new")
                .isLessThan(UnigramDivergence.of(same, human));
    }

    @Test
    void theRarestTenthSharesTheCountAtWhichItEnds() {
        // 20 types: one came once, four twice, the others three times. A tenth is two: the one, and a quarter of each
        // of four.
        List<String> text = new ArrayList<>(words("once"));
        Stream.of("t1", "t2", "t3", "t4").forEach(word -> text.addAll(Collections.nCopies(2, word)));
        IntStream.range(0, 15).forEach(i -> text.addAll(Collections.nCopies(3, "m" + i)));
        assertThat(TailMass.rarest(WordCounts.of(text)))
                .hasSize(5)
                .containsEntry("once", 1.0)
                .containsEntry("t1", 0.25)
                .containsEntry("t4", 0.25);
    }

    @Test
    void tailMassOfHandWorkedHalves() {
        // Ten types a half, each once: each belongs by a tenth. a and b are in both halves.
        TailMass tail = TailMass.of(words("a b c d e f g h i j a b k l m n o p q r"));
        assertThat(tail.human()).isCloseTo(0.1 * 2 / 10, within(1e-15));
        // First half's tenth: a, c of four; second half's: a of four.
        assertThat(tail.in(counts("a c x y"))).isCloseTo((0.1 * 2 / 4 + 0.1 / 4) / 2, within(1e-15));
        assertThat(tail.in(counts("x y"))).isZero();
        assertThat(TailMass.of(words("a b")).human()).isZero();
    }

    @Test
    void tailMassIsTheMeanOverTheOrdersOfEquallyRareWords() {
        Random random = new Random(3);
        List<String> human = zipf(random, 600, 300, 1);
        List<String> other = zipf(random, 500, 300, 1);
        List<String> before = human.subList(0, 300);
        List<String> after = human.subList(300, 600);
        // The naive tenth is a whole number of types, up to a type too few of a tenth of about 120.
        double naive = (naiveMass(before, other, random) + naiveMass(after, other, random)) / 2;
        assertThat(TailMass.of(human).in(WordCounts.of(other)))
                .isCloseTo(naive, within(0.1 * naive))
                .isGreaterThan(0.005);
    }

    @Test
    void tailMassOfTheHumanSourceIsTheHumanFigureAndFallsWithoutRareWords() {
        Random random = new Random(4);
        TailMass tail = TailMass.of(zipf(random, 20_000, 5_000, 1));
        double same = tail.in(WordCounts.of(zipf(random, 20_000, 5_000, 1)));
        double without = tail.in(WordCounts.of(zipf(random, 20_000, 300, 1)));
        assertThat(same).isCloseTo(tail.human(), within(0.1 * tail.human()));
        assertThat(without).isLessThan(0.5 * tail.human());
    }

    @Test
    void zipfSlopeIsThatOfAPowerLawAndAsksForRanks() {
        List<String> text = new ArrayList<>();
        for (int rank = 1; rank <= 100; rank++) {
            text.addAll(Collections.nCopies((int) Math.round(1e6 / (rank * Math.sqrt(rank))), "w" + rank));
        }
        assertThat(ZipfSlope.of(WordCounts.of(text))).isCloseTo(-1.5, within(1e-3));
        assertThat(ZipfSlope.of(WordCounts.of(words("a b c d e f g h i j k l m n o p q r"))))
                .as("18 types, so ranks 10 to 18")
                .isNull();
        assertThat(ZipfSlope.of(WordCounts.of(words("a b c d e f g h i j k l m n o p q r s"))))
                .as("all once")
                .isEqualTo(0);
    }

    @Test
    void collisionsOfHandWorkedWords() {
        // Of 12 ordered pairs those of a: 2. No triple of equal words: Q = 0.
        CollisionProbability collisions = CollisionProbability.of(counts("a a b c"));
        assertThat(collisions.value()).isCloseTo(2 / 12.0, within(1e-15));
        double s = 1 / 6.0;
        assertThat(collisions.standardError())
                .isCloseTo(Math.sqrt(Math.max(0, (4 * 2 * (0 - s * s) + 2 * (s - s * s)) / 12)), within(1e-15))
                .isPositive();
        assertThat(CollisionProbability.of(counts("a a a a"))).isEqualTo(new CollisionProbability(1, 0));
        assertThat(CollisionProbability.of(counts("a b c"))).isEqualTo(new CollisionProbability(0, 0));
    }

    @Test
    void collisionsHaveNoBiasAndTheErrorThatTheySay() {
        Random random = new Random(6);
        double truth = IntStream.rangeClosed(1, 50)
                        .mapToDouble(rank -> Math.pow(rank, -2))
                        .sum()
                / Math.pow(
                        IntStream.rangeClosed(1, 50)
                                .mapToDouble(rank -> 1.0 / rank)
                                .sum(),
                        2);
        List<CollisionProbability> samples = IntStream.range(0, 4_000)
                .mapToObj(_ -> CollisionProbability.of(WordCounts.of(zipf(random, 100, 50, 1))))
                .toList();
        double mean = samples.stream()
                .mapToDouble(CollisionProbability::value)
                .average()
                .orElseThrow();
        double spread = Math.sqrt(samples.stream()
                .mapToDouble(sample -> Math.pow(sample.value() - mean, 2))
                .average()
                .orElseThrow());
        double said = samples.stream()
                .mapToDouble(CollisionProbability::standardError)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(truth, within(4 * spread / Math.sqrt(samples.size())));
        assertThat(said).isCloseTo(spread, within(0.1 * spread));
    }

    @Test
    void effectiveVocabularyCountsEquallyFrequentWords() {
        assertThat(EffectiveVocabulary.of(counts("a b c d"))).isCloseTo(4, within(1e-12));
        assertThat(EffectiveVocabulary.of(counts("a a a"))).isEqualTo(1);
        assertThat(EffectiveVocabulary.of(counts("a a b b c d"))).isCloseTo(3 * Math.cbrt(2), within(1e-12));
    }
}
