package io.tailkeeper.report.statistics;

/** Student's t distribution with a whole number of degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4). */
final class StudentT {

    private static final double CONFIDENCE = 0.95;
    private static final int HALVINGS = 200;

    private StudentT() {}

    /**
     * The value that |t| stays below with probability 0.95.
     *
     * @param degrees of freedom, at least 1
     */
    static double quantile(int degrees) {
        double low = 0;
        double high = 100; // 12.7 for one degree, less for more
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = (low + high) / 2;
            if (within(middle, degrees) < CONFIDENCE) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The probability that |t| is below a value. */
    static double within(double t, int degrees) {
        double angle = Math.atan(t / Math.sqrt(degrees));
        double cosine = Math.cos(angle);
        boolean odd = degrees % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = 0;
        for (int k = odd ? 3 : 2; k <= degrees; k += 2) {
            sum += term;
            term *= cosine * cosine * (k - 1) / k;
        }
        return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    }
}
