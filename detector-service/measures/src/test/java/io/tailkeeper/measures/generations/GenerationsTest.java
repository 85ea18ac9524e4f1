package io.tailkeeper.measures.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.measures.generations.CollapseRule.Change;
import io.tailkeeper.measures.generations.CollapseRule.Stage;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GenerationsTest {

    private static final Threshold RISING = new Threshold(1.3, true);

    @Test
    void failureLiesOnTheLineBetweenTheGenerations() {
        assertThat(RISING.timeToFailure(new double[] {1, 1.2, 1.4, 1.1}).orElseThrow())
                .isCloseTo(1.5, within(1e-12));
        assertThat(RISING.timeToFailure(new double[] {1, 1.2, Double.NaN, 1.5}).orElseThrow())
                .as("a third of the way from 1 to 3")
                .isCloseTo(1 + 2 / 3.0, within(1e-12));
        assertThat(new Threshold(0.75, false)
                        .timeToFailure(new double[] {1, 0.8, 0.7})
                        .orElseThrow())
                .isCloseTo(1.5, within(1e-12));
    }

    @Test
    void failureMayBeThereFromTheBeginningAtInfinityOrNever() {
        assertThat(RISING.timeToFailure(new double[] {1.31, 1})).hasValue(0);
        assertThat(RISING.timeToFailure(new double[] {Double.NaN, 1.5}))
                .as("nothing before it to draw a line from")
                .hasValue(1);
        assertThat(RISING.timeToFailure(new double[] {1, Double.POSITIVE_INFINITY}))
                .hasValue(0);
        assertThat(RISING.timeToFailure(new double[] {1, 1.3, 1.3}))
                .as("at the threshold is not beyond it")
                .isEmpty();
        assertThat(RISING.timeToFailure(new double[0])).isEmpty();
        assertThatThrownBy(() -> new Threshold(Double.NaN, true)).hasMessageContaining("NaN is not a finite number");
    }

    @Test
    void failureIsWhereAFineWalkAlongTheLinesFirstCrosses() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            double[] walk = random.doubles(8, 0, 2).toArray();
            walk[0] = 0;
            double naive = IntStream.rangeClosed(0, 7_000)
                    .mapToDouble(step -> step / 1_000.0)
                    .filter(at -> {
                        int from = Math.min(6, (int) at);
                        return walk[from] + (at - from) * (walk[from + 1] - walk[from]) > 1.3;
                    })
                    .findFirst()
                    .orElse(Double.NaN);
            double found = RISING.timeToFailure(walk).orElse(Double.NaN);
            if (Double.isNaN(found)) {
                assertThat(naive).isNaN();
            } else {
                assertThat(found).isCloseTo(naive, within(0.0011));
            }
        }
    }

    @Test
    void aCrossingThatIsTakenBackIsNoStayBeyond() {
        assertThat(RISING.beyondFrom(new double[] {1, 1.4, 1.2, 1.4, 1.6}).orElseThrow())
                .as("half way from 1.2 to 1.4")
                .isCloseTo(2.5, within(1e-12));
        assertThat(RISING.beyondFrom(new double[] {1, 1.2, Double.NaN, 1.5, Double.NaN})
                        .orElseThrow())
                .isCloseTo(1 + 2 / 3.0, within(1e-12));
        assertThat(RISING.beyondFrom(new double[] {1, 1.5, 1.3})).isEmpty();
        assertThat(RISING.beyondFrom(new double[] {1.5, 1.6})).hasValue(0);
        assertThat(RISING.beyondFrom(new double[] {Double.NaN, 1.6})).hasValue(1);
        assertThat(RISING.beyondFrom(new double[] {Double.NaN})).isEmpty();
    }

    @Test
    void aWarningGoesBeyondAShareAndBeyondTheFloor() {
        double[] calm = {2, 2.05, Double.NaN, 1.9};
        assertThat(Departure.of(2, 0.2, true, calm)).isEqualTo(new Threshold(2.4, true));
        assertThat(Departure.of(2, 0.2, false, calm)).isEqualTo(new Threshold(1.6, false));
        assertThat(Departure.of(2, 0.1, true, new double[] {2, 1.5}))
                .as("the floor moves by 0.5, whichever way")
                .isEqualTo(new Threshold(3, true));
        assertThat(Departure.of(-1, 0.1, false, new double[] {-1}).value()).isCloseTo(-1.1, within(1e-12));
    }

    @Test
    void stagesFollowRatioDiversityAndCoverageBeyondItsNoise() {
        CollapseRule rule = new CollapseRule(1.3, 0.6, 0.05);
        assertThat(rule.stage(new Change(1.3, 0.6, 0.05, 0))).isEqualTo(Stage.HEALTHY);
        assertThat(rule.stage(new Change(1.31, 1, 0, 0))).isEqualTo(Stage.COLLAPSED);
        assertThat(rule.stage(new Change(1, 0.59, 0, 0))).isEqualTo(Stage.COLLAPSED);
        assertThat(rule.stage(new Change(1, Double.NaN, 0.06, 0))).isEqualTo(Stage.FLUENT_BUT_WRONG);
        assertThat(rule.stage(new Change(1, 1, 0.06, 0.03)))
                .as("1.96 * 0.03 is 0.0588")
                .isEqualTo(Stage.FLUENT_BUT_WRONG);
        assertThat(rule.stage(new Change(1, 1, 0.06, 0.031)))
                .as("1.96 * 0.031 is 0.0608")
                .isEqualTo(Stage.HEALTHY);
    }

    @Test
    void knowledgeGoesWhereAFluentModelLosesMoreThanItsNoise() {
        CollapseRule rule = new CollapseRule(1.3, 0.6, 0.05);
        Change fluent = new Change(1.05, 1, 0, 0);
        assertThat(rule.stage(fluent)).as("asked nothing").isEqualTo(Stage.HEALTHY);
        assertThat(rule.stage(fluent.losing(0.06, 0.03))).isEqualTo(Stage.FLUENT_BUT_WRONG);
        assertThat(rule.stage(fluent.losing(0.06, 0.031)))
                .as("0.06 is less than 1.96 * 0.031")
                .isEqualTo(Stage.HEALTHY);
        assertThat(rule.stage(fluent.losing(0.05, 0)))
                .as("no more than 5 points")
                .isEqualTo(Stage.HEALTHY);
        assertThat(rule.stage(fluent.losing(-0.2, 0))).as("gained").isEqualTo(Stage.HEALTHY);
        assertThat(rule.stage(fluent.losing(Double.NaN, Double.NaN))).isEqualTo(Stage.HEALTHY);
        assertThat(rule.stage(new Change(1.1, 1, 0, 0).losing(0.2, 0)))
                .as("fluent no more, and not collapsed")
                .isEqualTo(Stage.HEALTHY);
        assertThat(rule.stage(new Change(1.31, 1, 0, 0).losing(0.2, 0))).isEqualTo(Stage.COLLAPSED);
    }

    @Test
    void collisionsGrowAsThePaperSays() {
        // One generation of 10 words: 1 - 0.9 * 0.8. Two: 1 - 0.81 * 0.8.
        assertThat(CollisionBand.of(0.2, 0, 100, 10, 0)).isEqualTo(new CollisionBand(0.2, 0.2, 0.2));
        assertThat(CollisionBand.of(0.2, 0, 100, 10, 1).expected()).isCloseTo(0.28, within(1e-12));
        assertThat(CollisionBand.of(0.2, 0, 100, 10, 2).expected()).isCloseTo(0.352, within(1e-12));
        assertThat(CollisionBand.of(0.2, 0.01, 100, 10, 2).high())
                .isCloseTo(0.352 + 1.96 * 0.01 * Math.sqrt(2 + 2 * 10), within(1e-12));
        assertThat(CollisionBand.of(0.2, 0.5, 100, 10, 2).low()).isZero();
        assertThat(CollisionBand.of(0.2, 0, 100, 1, 1).expected())
                .as("one word is always the same")
                .isEqualTo(1);
        assertThatThrownBy(() -> CollisionBand.of(0.2, 0, 100, 0.5, 1)).hasMessageContaining("at least one word");
    }

    @Test
    void aSimulatedChainStaysWithinTheBand() {
        Random random = new Random(9);
        int words = 400;
        int chains = 300;
        double[] first =
                IntStream.rangeClosed(1, 30).mapToDouble(rank -> 1.0 / rank).toArray();
        double sum = Arrays.stream(first).sum();
        double[] source = Arrays.stream(first).map(each -> each / sum).toArray();
        double s = collisions(source);
        double cubes = Arrays.stream(source).map(p -> p * p * p).sum();
        double error = Math.sqrt(4 * (cubes - s * s) / words);
        double mean = 0;
        int within = 0;
        CollisionBand band = CollisionBand.of(s, error, words, words, 5);
        for (int chain = 0; chain < chains; chain++) {
            double[] model = source;
            for (int generation = 0; generation < 5; generation++) {
                model = learned(model, words, random);
            }
            double found = collisions(model);
            mean += found / chains;
            within += found >= band.low() && found <= band.high() ? 1 : 0;
        }
        assertThat(mean).isCloseTo(band.expected(), within(0.05 * band.expected()));
        assertThat(within / (double) chains).isGreaterThan(0.9);
    }

    private static double collisions(double[] model) {
        return Arrays.stream(model).map(p -> p * p).sum();
    }

    private static double[] learned(double[] model, int words, Random random) {
        double[] next = new double[model.length];
        for (int word = 0; word < words; word++) {
            double left = random.nextDouble();
            int at = 0;
            while (at < model.length - 1 && left >= model[at]) {
                left -= model[at++];
            }
            next[at] += 1.0 / words;
        }
        return next;
    }
}
