package io.tailkeeper.detector.calibration;

import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.measures.LogitNoise;

/** Noise that is the same wherever and whenever it is drawn: it follows from seed and name alone. */
public final class RandomLogits {

    private RandomLogits() {}

    /** What is added to the logit of a text, which is named {@linkplain Seeds#nameWithoutRun without its run}. */
    public static double of(LogitNoise noise, String name) {
        return noise.deviation() * standard(noise.seed(), name);
    }

    /** A number of the standard normal distribution, by the transform of Box and Muller (1958). */
    static double standard(long seed, String name) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - Seeds.uniform(seed, name, "noise-radius")));
        return radius * StrictMath.cos(2 * Math.PI * Seeds.uniform(seed, name, "noise-angle"));
    }
}
