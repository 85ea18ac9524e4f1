package io.tailkeeper.detector.features;

import io.tailkeeper.detector.Encoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cheap detector in front of an expensive encoder: only texts of which the cheap one is not sure pass on to be encoded.
 *
 * <p>Features: the screen's calibrated logit, whether the text passed, and the encoder's features, all 0 where it did not.
 * The bound is fixed beforehand, so that a text's features depend on that text alone; the share that passes is what the
 * texts make of it, and is counted.
 */
public final class ScreenedEncoder implements Encoder {

    /** Features besides those of the expensive encoder. */
    public static final int ADDED = 2;

    private final Encoder screen;
    private final int logit;
    private final Encoder expensive;
    private final double sure;
    private final Counts counts;

    /** Told how many texts passed; may be called by several threads. */
    public interface Counts {

        /** So many of so many texts passed. */
        void passed(int passed, int all);
    }

    /**
     * Puts a screen in front of an encoder.
     *
     * @param screen an encoder with a calibrated logit
     * @param sure texts whose logit is as far from 0 as this, or farther, do not pass; 0 for none, infinity for all
     */
    public ScreenedEncoder(Encoder screen, Encoder expensive, double sure, Counts counts) {
        this.screen = screen;
        logit = screen.calibratedLogit()
                .orElseThrow(() -> new IllegalArgumentException("a screen needs a calibrated logit"));
        this.expensive = expensive;
        this.sure = sure;
        this.counts = counts;
    }

    @Override
    public String version() {
        return "screen " + screen.version() + " " + sure + " " + expensive.version();
    }

    @Override
    public int dimension() {
        return ADDED + expensive.dimension();
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        List<float[]> cheap = screen.encode(texts);
        List<String> passing = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (passes(cheap.get(i))) {
                passing.add(texts.get(i));
            }
        }
        List<float[]> behind = passing.isEmpty() ? List.of() : expensive.encode(passing);
        List<float[]> features = new ArrayList<>(texts.size());
        int next = 0;
        for (float[] of : cheap) {
            boolean passed = passes(of);
            features.add(joined(of[logit], passed ? behind.get(next++) : null));
        }
        counts.passed(passing.size(), texts.size());
        return features;
    }

    private boolean passes(float[] cheap) {
        return Math.abs(cheap[logit]) < sure;
    }

    private float[] joined(float screened, float @Nullable [] encoded) {
        float[] features = new float[dimension()];
        features[0] = screened;
        if (encoded != null) {
            features[1] = 1;
            System.arraycopy(encoded, 0, features, ADDED, encoded.length);
        }
        return features;
    }

    /**
     * The bound that a share of texts passes.
     *
     * @param logits calibrated, of texts like those to come
     * @param share to pass on, 0 to 1
     */
    public static double boundFor(double[] logits, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("pass-through: " + share + " is out of range; give a share from 0 to 1");
        }
        double[] distances = Arrays.stream(logits).map(Math::abs).sorted().toArray();
        int passing = (int) Math.round(share * distances.length);
        return passing == distances.length ? Double.POSITIVE_INFINITY : distances[passing];
    }
}
