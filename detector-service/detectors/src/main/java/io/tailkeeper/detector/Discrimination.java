package io.tailkeeper.detector;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well labelled logits or probabilities tell machine-written texts from human ones, and how honest they are. */
public final class Discrimination {

    /** Equal-width bins of the calibration error. */
    public static final int BINS = 15;

    private Discrimination() {}

    /**
     * Area under the ROC curve: the chance that a machine-written text has the higher value, ties counting half; 0.5
     * when a class is missing.
     */
    public static double auroc(double[] values, boolean[] machineWritten) {
        Integer[] order = order(values);
        double machine = 0;
        double rankSum = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int tiedMachine = 0;
            while (to < order.length && isTied(values[order[to]], values[order[from]])) {
                tiedMachine += machineWritten[order[to]] ? 1 : 0;
                to++;
            }
            rankSum += tiedMachine * (from + 1 + to) / 2.0;
            machine += tiedMachine;
            from = to;
        }
        double human = values.length - machine;
        return machine == 0 || human == 0 ? 0.5 : (rankSum - machine * (machine + 1) / 2) / (machine * human);
    }

    /** Whether values are equal, or both no number: those are sorted to the top, and a loop over ties must pass them. */
    public static boolean isTied(double left, double right) {
        return left == right || (Double.isNaN(left) && Double.isNaN(right));
    }

    /**
     * Standard error of an AUROC (Hanley and McNeil, Radiology 143, 1982).
     *
     * @param human number of human texts
     * @param machine number of machine-written texts
     */
    public static double standardError(double auroc, int human, int machine) {
        double q1 = auroc / (2 - auroc);
        double q2 = 2 * auroc * auroc / (1 + auroc);
        double square = auroc * auroc;
        double variance = (auroc * (1 - auroc) + (machine - 1) * (q1 - square) + (human - 1) * (q2 - square))
                / ((double) machine * human);
        return Math.sqrt(Math.max(0, variance));
    }

    /**
     * Share of machine-written texts above the lowest threshold that at most a share of the human texts exceeds. Texts
     * at the threshold are not found.
     */
    public static double truePositiveRate(double[] values, boolean[] machineWritten, double falsePositiveRate) {
        double[] machine = of(values, machineWritten, true);
        if (machine.length == 0 || machine.length == values.length) {
            return 0;
        }
        double threshold = threshold(values, machineWritten, falsePositiveRate);
        return Arrays.stream(machine).filter(value -> value > threshold).count() / (double) machine.length;
    }

    /**
     * The lowest value that at most a share of the human texts exceeds; positive infinity when there are none.
     *
     * @param falsePositiveRate the share, less than 1
     */
    public static double threshold(double[] values, boolean[] machineWritten, double falsePositiveRate) {
        double[] human = of(values, machineWritten, false);
        if (human.length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        Arrays.sort(human);
        return human[human.length - 1 - allowed(human.length, falsePositiveRate)];
    }

    /** How many of the human texts may exceed a threshold. */
    public static int allowed(int human, double falsePositiveRate) {
        return Math.min(human - 1, (int) Math.floor(falsePositiveRate * human + 1e-9));
    }

    /**
     * Expected calibration error: the mean, over {@link #BINS} bins of the probability weighted by their texts, of the
     * distance between mean probability and share of machine-written texts.
     */
    public static double calibrationError(double[] probabilities, boolean[] machineWritten) {
        double[] gap = new double[BINS];
        for (int i = 0; i < probabilities.length; i++) {
            gap[bin(probabilities[i])] += probabilities[i] - (machineWritten[i] ? 1 : 0);
        }
        return Arrays.stream(gap).map(Math::abs).sum() / probabilities.length;
    }

    /** The bin of a probability; certainty is in the last. */
    public static int bin(double probability) {
        return Math.min(BINS - 1, (int) (probability * BINS));
    }

    private static double[] of(double[] values, boolean[] machineWritten, boolean wanted) {
        return IntStream.range(0, values.length)
                .filter(i -> machineWritten[i] == wanted)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static Integer[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .toArray(Integer[]::new);
    }
}
