package io.tailkeeper.detector.evaluation;

import io.tailkeeper.detector.Discrimination;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Judged texts in the order of their logits. Sorted once, so that the quality of any resample of them is one pass over
 * the ranks.
 */
public final class RankedTexts {

    private final double[] logits; // ascending
    private final double[] probabilities;
    private final boolean[] machineWritten;
    private final int[] bins;

    public RankedTexts(List<JudgedText> texts) {
        JudgedText[] sorted = texts.toArray(JudgedText[]::new);
        Arrays.sort(sorted, Comparator.comparingDouble(JudgedText::logit));
        logits = Arrays.stream(sorted).mapToDouble(JudgedText::logit).toArray();
        probabilities = Arrays.stream(sorted)
                .mapToDouble(JudgedText::syntheticProbability)
                .toArray();
        bins = Arrays.stream(probabilities).mapToInt(Discrimination::bin).toArray();
        machineWritten = new boolean[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            machineWritten[i] = sorted[i].machineWritten();
        }
    }

    int size() {
        return logits.length;
    }

    /** The ranks of a class. */
    int[] ranks(boolean ofMachine) {
        int[] ranks = new int[logits.length];
        int count = 0;
        for (int i = 0; i < logits.length; i++) {
            if (machineWritten[i] == ofMachine) {
                ranks[count++] = i;
            }
        }
        return Arrays.copyOf(ranks, count);
    }

    /** The quality on every text once. */
    public Quality quality() {
        int[] once = new int[logits.length];
        Arrays.fill(once, 1);
        return quality(once);
    }

    /**
     * The quality on a resample.
     *
     * @param counts how often each rank was drawn
     */
    Quality quality(int[] counts) {
        int human = 0;
        int machine = 0;
        double squares = 0;
        double[] gaps = new double[Discrimination.BINS];
        for (int i = 0; i < counts.length; i++) {
            double error = probabilities[i] - (machineWritten[i] ? 1 : 0);
            human += machineWritten[i] ? 0 : counts[i];
            machine += machineWritten[i] ? counts[i] : 0;
            gaps[bins[i]] += counts[i] * error;
            squares += counts[i] * error * error;
        }
        double[] rates = rates(counts, human, machine);
        double total = human + machine;
        return new Quality(
                rates[0], rates[1], rates[2], Arrays.stream(gaps).map(Math::abs).sum() / total, squares / total);
    }

    /** AUROC and the true positive rates at 1 % and 5 %, from the top of the ranks down. */
    private double[] rates(int[] counts, int human, int machine) {
        if (human == 0 || machine == 0) {
            return new double[] {Double.NaN, Double.NaN, Double.NaN};
        }
        int[] allowed = {0, Discrimination.allowed(human, 0.01), Discrimination.allowed(human, 0.05)};
        double[] rates = {0, -1, -1};
        long humanAbove = 0;
        long machineAbove = 0;
        for (int i = counts.length - 1; i >= 0; ) {
            double logit = logits[i];
            long tiedHuman = 0;
            long tiedMachine = 0;
            for (; i >= 0 && Discrimination.isTied(logits[i], logit); i--) {
                tiedHuman += machineWritten[i] ? 0 : counts[i];
                tiedMachine += machineWritten[i] ? counts[i] : 0;
            }
            for (int rate = 1; rate < rates.length; rate++) {
                if (rates[rate] < 0 && humanAbove + tiedHuman > allowed[rate]) {
                    rates[rate] = machineAbove / (double) machine;
                }
            }
            rates[0] += tiedHuman * (machineAbove + tiedMachine / 2.0);
            humanAbove += tiedHuman;
            machineAbove += tiedMachine;
        }
        rates[0] /= (double) human * machine;
        return rates;
    }
}
