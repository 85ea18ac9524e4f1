package io.tailkeeper.selection.latent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weights {@code w_i} proportional to {@code exp(lambda . z_i)} whose weighted mean of rows z is a target: of all weights with that
 * mean, those nearest to equal ones (entropy balancing, Hainmueller, "Entropy Balancing for Causal Effects", Political Analysis
 * 20, 2012). lambda minimises the convex dual {@code f(lambda) = log mean_i exp(lambda . (z_i - t))} by Newton steps that are
 * halved until it falls.
 *
 * <p>The target is a share c of the way from the mean of the rows to where they should go. c is 1, or as large as keeps the
 * effective sample size {@code (sum w)^2 / sum w^2} above a floor, found by halving; so a goal outside the rows' convex hull, which
 * no weights reach, is approached only. At the minimum -f is the Kullback-Leibler divergence of the weights from equal ones, which
 * is at most log(n / effective sample size): a dual below the logarithm of the floor's share is given up at once.
 */
public final class ExponentialTilt {

    private static final int HALVINGS = 40;
    private static final int STEPS = 100;
    private static final double EXACT = 1e-9;

    private final double[] logWeights;
    private final double reached;
    private final double effectiveSampleSize;

    private ExponentialTilt(double[] logWeights, double reached, double effectiveSampleSize) {
        this.logWeights = logWeights;
        this.reached = reached;
        this.effectiveSampleSize = effectiveSampleSize;
    }

    /** Logarithms of the weights, (n), the largest 0. */
    public double[] logWeights() {
        return logWeights.clone();
    }

    /** c, from 0 to 1. */
    public double reached() {
        return reached;
    }

    /** {@code (sum w)^2 / sum w^2}, from the floor to n. */
    public double effectiveSampleSize() {
        return effectiveSampleSize;
    }

    /**
     * Finds the weights. Columns in which the rows do not vary are left out, because no weights move them.
     *
     * @param rows (n, k), n at least 1, k at least 0
     * @param goal (k), where their mean should go
     * @param least floor of the effective sample size as a share of n, over 0, at most 1
     * @throws IllegalArgumentException when there is no row, rows differ in length, a number is not finite, or the floor is none
     */
    public static ExponentialTilt towards(double[][] rows, double[] goal, double least) {
        if (!(least > 0 && least <= 1)) {
            throw new IllegalArgumentException("floor of the effective sample size: " + least
                    + " is no share of the rows; give more than 0, at most 1");
        }
        double[] mean = Moments.mean(rows);
        double[][] standard = standardised(rows, mean, goal);
        double[] way = standard[rows.length];
        double[][] z = Arrays.copyOf(standard, rows.length);
        ExponentialTilt whole = at(1, z, way, least);
        if (whole != null) {
            return whole;
        }
        ExponentialTilt best = new ExponentialTilt(new double[rows.length], 0, rows.length);
        double above = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (best.reached + above) / 2;
            ExponentialTilt tilt = at(middle, z, way, least);
            if (tilt == null) {
                above = middle;
            } else {
                best = tilt;
            }
        }
        return best;
    }

    /** The rows and, last, the goal, (n + 1, m): less the mean, over the deviation, of the m columns that vary. */
    private static double[][] standardised(double[][] rows, double[] mean, double[] goal) {
        double[] scales = new double[mean.length];
        int columns = 0;
        for (int j = 0; j < mean.length; j++) {
            double squares = 0;
            double deviations = 0;
            for (double[] row : rows) {
                squares += row[j] * row[j];
                deviations += (row[j] - mean[j]) * (row[j] - mean[j]);
            }
            boolean varies = deviations > squares * 1e-18 && deviations > Double.MIN_NORMAL;
            scales[j] = varies ? 1 / Math.sqrt(deviations / rows.length) : 0;
            columns += varies ? 1 : 0;
        }
        double[][] standard = new double[rows.length + 1][columns];
        for (int i = 0; i <= rows.length; i++) {
            double[] row = i == rows.length ? goal : rows[i];
            int column = 0;
            for (int j = 0; j < mean.length; j++) {
                if (scales[j] > 0) {
                    standard[i][column++] = (row[j] - mean[j]) * scales[j];
                }
            }
        }
        return standard;
    }

    /** The weights whose mean is a share of the way; null where there are none, or too few documents would carry them. */
    private static @Nullable ExponentialTilt at(double share, double[][] rows, double[] way, double least) {
        double[] target = Arrays.stream(way).map(each -> share * each).toArray();
        double hopeless = Math.log(least) - EXACT;
        DualPoint point = new DualPoint(rows, target, new double[way.length]);
        for (int step = 0; step < STEPS && point.value() >= hopeless; step++) {
            if (point.steepest() <= EXACT) {
                double[] logWeights = point.logWeights();
                double effective = effective(logWeights);
                return effective >= least * rows.length
                        ? new ExponentialTilt(logWeights, share, Math.min(effective, rows.length))
                        : null;
            }
            DualPoint next = point.descended();
            if (next == null) {
                return null; // the dual falls no further, and its gradient is not 0: it has no minimum
            }
            point = next;
        }
        return null;
    }

    private static double effective(double[] logWeights) {
        double sum = 0;
        double squares = 0;
        for (double logWeight : logWeights) {
            double weight = Math.exp(logWeight);
            sum += weight;
            squares += weight * weight;
        }
        return sum * sum / squares;
    }
}
