package io.tailkeeper.measures.generations;

/**
 * When a measure that leaves its value of generation 0 is a warning. It is one beyond a share of that value, and beyond {@value
 * #FLOORS} times the farthest that the human-only floor goes in either direction: how far the floor goes is what few documents and
 * chance do without any machine-written text.
 */
public final class Departure {

    private static final double FLOORS = 2;

    private Departure() {}

    /**
     * The threshold of a warning.
     *
     * @param first the measure at generation 0
     * @param share of {@code first}, above 0
     * @param rising whether more is worse
     * @param floor the measure of the human-only floor, generation by generation; not a number where there is none
     * @throws IllegalArgumentException when {@code first} is no finite number
     */
    public static Threshold of(double first, double share, boolean rising, double[] floor) {
        double distance = share * Math.abs(first);
        for (double each : floor) {
            if (!Double.isNaN(each)) {
                distance = Math.max(distance, FLOORS * Math.abs(each - first));
            }
        }
        return new Threshold(rising ? first + distance : first - distance, rising);
    }
}
