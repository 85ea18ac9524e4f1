package io.tailkeeper.detector.entropy;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.calibration.ScoreCurve;
import io.tailkeeper.measures.entropy.EntropyRate;
import java.util.List;

/**
 * Judges a text by its entropy rate in bits a character: logit = intercept + slope * d + curvature * d^2, with d the
 * distance from the centre.
 *
 * <p>Characters, not words: a few hundred words hold few repeated phrases and many repeated beginnings, endings and names.
 * With a curvature both sides can be suspicious: a text that repeats itself and one that never does.
 *
 * @param centre mean rate of the texts it was fitted on
 */
public record EntropyRateDetector(double centre, double slope, double curvature, double intercept)
        implements TextDetector {

    public EntropyRateDetector {
        if (!Double.isFinite(centre + slope + curvature + intercept)) {
            throw new IllegalArgumentException("entropy-rate detector: centre " + centre + ", slope " + slope
                    + ", curvature " + curvature + " and intercept " + intercept + " must be finite numbers");
        }
    }

    /**
     * Fits one by logistic regression.
     *
     * @param texts normalised, of both classes
     * @param twoSided whether the curvature is fitted, or 0
     */
    public static EntropyRateDetector fit(List<LabelledText> texts, boolean twoSided) {
        double[] rates = texts.parallelStream()
                .mapToDouble(text -> EntropyRate.ofCharacters(text.text()))
                .toArray();
        boolean[] machineWritten = new boolean[rates.length];
        for (int i = 0; i < rates.length; i++) {
            machineWritten[i] = texts.get(i).machineWritten();
        }
        ScoreCurve curve = ScoreCurve.fit(rates, machineWritten, twoSided);
        return new EntropyRateDetector(curve.centre(), curve.slope(), curve.curvature(), curve.intercept());
    }

    @Override
    public double logit(String text) {
        return new ScoreCurve(centre, slope, curvature, intercept).logit(EntropyRate.ofCharacters(text));
    }
}
