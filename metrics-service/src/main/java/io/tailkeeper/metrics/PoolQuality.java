package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.selection.Candidate;
import java.util.Arrays;
import java.util.List;

/**
 * How well a detector told a pool's machine-written samples from its human ones, by provenance; samples of unknown
 * provenance are left out.
 *
 * @param auroc area under the ROC curve, ties counted half; null when the pool has one class, as are the rates
 * @param truePositiveRateAt1 machine-written samples above the lowest threshold that at most 1 % of the human ones exceed
 * @param truePositiveRateAt5 the same at 5 %
 * @param calibrationError expected calibration error, 15 bins of equal width; null when no provenance is known
 */
public record PoolQuality(
        Double auroc, Double truePositiveRateAt1, Double truePositiveRateAt5, Double calibrationError) {

    private static final int BINS = 15;

    static PoolQuality of(List<Candidate> pool) {
        double[] machine = probabilities(pool, Source.SYNTHETIC);
        double[] human = probabilities(pool, Source.HUMAN);
        boolean both = machine.length > 0 && human.length > 0;
        return new PoolQuality(
                both ? auroc(machine, human) : null,
                both ? truePositiveRate(machine, human, 0.01) : null,
                both ? truePositiveRate(machine, human, 0.05) : null,
                machine.length + human.length > 0 ? calibrationError(machine, human) : null);
    }

    private static double[] probabilities(List<Candidate> pool, Source source) {
        return pool.stream()
                .filter(candidate -> candidate.source() == source)
                .mapToDouble(Candidate::syntheticProbability)
                .toArray();
    }

    private static double auroc(double[] machine, double[] human) {
        double[] all = Arrays.copyOf(machine, machine.length + human.length);
        System.arraycopy(human, 0, all, machine.length, human.length);
        double rankSum = Arrays.stream(Ranks.of(all), 0, machine.length).sum();
        double least = machine.length * (machine.length + 1.0) / 2;
        return (rankSum - least) / ((double) machine.length * human.length);
    }

    private static double truePositiveRate(double[] machine, double[] human, double falsePositiveRate) {
        double[] sorted = human.clone();
        Arrays.sort(sorted);
        int mayExceed = (int) Math.floor(falsePositiveRate * sorted.length + 1e-9);
        double threshold = sorted[sorted.length - 1 - mayExceed];
        return Arrays.stream(machine).filter(value -> value > threshold).count() / (double) machine.length;
    }

    private static double calibrationError(double[] machine, double[] human) {
        double[] gaps = new double[BINS];
        for (double probability : machine) {
            gaps[bin(probability)] += probability - 1;
        }
        for (double probability : human) {
            gaps[bin(probability)] += probability;
        }
        return Arrays.stream(gaps).map(Math::abs).sum() / (machine.length + human.length);
    }

    private static int bin(double probability) {
        return Math.min(BINS - 1, (int) (probability * BINS));
    }
}
