package io.tailkeeper.conformance;

import java.util.Arrays;

/**
 * How well scores rank machine-written above human text.
 *
 * @param auroc area under the ROC curve, ties counted half
 * @param margin half the width of its 95 % interval (Hanley and McNeil)
 * @param truePositiveRateAt5 machine-written texts found at 5 % false positives
 */
record Ranking(double auroc, double margin, double truePositiveRateAt5) {

    private static final double QUANTILE_975 = 1.959964;
    private static final double FALSE_POSITIVES = 0.05;

    static Ranking of(double[] human, double[] machine) {
        double[] sorted = human.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (double score : machine) {
            int below = below(sorted, score);
            wins += below + (below(sorted, Math.nextUp(score)) - below) / 2.0;
        }
        double auroc = wins / ((double) human.length * machine.length);
        double threshold = sorted[sorted.length - 1 - (int) (FALSE_POSITIVES * sorted.length)];
        long found = Arrays.stream(machine).filter(score -> score > threshold).count();
        return new Ranking(
                auroc,
                QUANTILE_975 * standardError(auroc, human.length, machine.length),
                (double) found / machine.length);
    }

    private static int below(double[] sorted, double score) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double standardError(double auroc, int human, int machine) {
        double q1 = auroc / (2 - auroc);
        double q2 = 2 * auroc * auroc / (1 + auroc);
        double square = auroc * auroc;
        return Math.sqrt((auroc * (1 - auroc) + (machine - 1) * (q1 - square) + (human - 1) * (q2 - square))
                / ((double) human * machine));
    }

    boolean betterThanChance() {
        return auroc - margin > 0.5;
    }
}
