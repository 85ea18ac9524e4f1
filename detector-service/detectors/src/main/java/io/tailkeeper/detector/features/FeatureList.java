package io.tailkeeper.detector.features;

import java.util.Arrays;

/** Features on their way into one array, in a fixed order. Not for use by several threads. */
public final class FeatureList {

    private final float[] features;
    private int count;

    /**
     * An empty list.
     *
     * @param dimension number of features it will hold
     */
    public FeatureList(int dimension) {
        features = new float[dimension];
    }

    /** Appends one feature; what is not a finite number becomes 0. */
    public void add(double feature) {
        features[count++] = Double.isFinite(feature) ? (float) feature : 0;
    }

    /** Appends mean, standard deviation, least and greatest of the values; four zeros when there are none. */
    public void addSpread(double... values) {
        if (values.length == 0) {
            count += 4;
            return;
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = 0;
        double least = values[0];
        double greatest = values[0];
        for (double value : values) {
            squares += (value - mean) * (value - mean);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        add(mean);
        add(Math.sqrt(squares / values.length));
        add(least);
        add(greatest);
    }

    /**
     * The features.
     *
     * @throws IllegalStateException when they are fewer than announced
     */
    public float[] toArray() {
        if (count != features.length) {
            throw new IllegalStateException(count + " features instead of " + features.length);
        }
        return features;
    }
}
