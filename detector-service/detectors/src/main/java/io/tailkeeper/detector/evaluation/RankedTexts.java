package io.tailkeeper.detector.evaluation;

import io.tailkeeper.measures.CalibrationError;
import io.tailkeeper.measures.RocCurve;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Judged texts in the order of their logits. Sorted once, so that the quality of any resample of them is one pass over
 * the ranks.
 */
public final class RankedTexts {

    private final double[] probabilities; // by ascending logit, as the others
    private final boolean[] machineWritten;
    private final int[] steps; // equal logits are one step of the curve

    public RankedTexts(List<JudgedText> texts) {
        JudgedText[] sorted = texts.toArray(JudgedText[]::new);
        Arrays.sort(sorted, Comparator.comparingDouble(JudgedText::logit));
        steps = RocCurve.steps(
                Arrays.stream(sorted).mapToDouble(JudgedText::logit).toArray());
        probabilities = Arrays.stream(sorted)
                .mapToDouble(JudgedText::syntheticProbability)
                .toArray();
        machineWritten = new boolean[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            machineWritten[i] = sorted[i].machineWritten();
        }
    }

    int size() {
        return steps.length;
    }

    /** The ranks of a class. */
    int[] ranks(boolean ofMachine) {
        int[] ranks = new int[steps.length];
        int count = 0;
        for (int i = 0; i < steps.length; i++) {
            if (machineWritten[i] == ofMachine) {
                ranks[count++] = i;
            }
        }
        return Arrays.copyOf(ranks, count);
    }

    /** The quality on every text once. */
    public Quality quality() {
        int[] once = new int[steps.length];
        Arrays.fill(once, 1);
        return quality(once);
    }

    /**
     * The quality on a resample.
     *
     * @param counts how often each rank was drawn
     */
    Quality quality(int[] counts) {
        RocCurve curve = curve(counts);
        boolean both = curve.hasBothClasses();
        return new Quality(
                both ? curve.auroc() : Double.NaN,
                both ? curve.truePositiveRate(0.01) : Double.NaN,
                both ? curve.truePositiveRate(0.05) : Double.NaN,
                CalibrationError.of(probabilities, machineWritten, counts),
                brier(counts));
    }

    private RocCurve curve(int[] counts) {
        int distinct = steps.length == 0 ? 0 : steps[steps.length - 1] + 1;
        long[] human = new long[distinct];
        long[] machine = new long[distinct];
        for (int i = 0; i < counts.length; i++) {
            (machineWritten[i] ? machine : human)[steps[i]] += counts[i];
        }
        return RocCurve.ofCounts(human, machine);
    }

    private double brier(int[] counts) {
        double squares = 0;
        double total = 0;
        for (int i = 0; i < counts.length; i++) {
            double error = probabilities[i] - (machineWritten[i] ? 1 : 0);
            squares += counts[i] * error * error;
            total += counts[i];
        }
        return squares / total;
    }
}
