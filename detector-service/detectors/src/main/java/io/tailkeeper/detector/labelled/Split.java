package io.tailkeeper.detector.labelled;

import io.tailkeeper.detector.LabelledText;
import java.util.List;

/**
 * A split of labelled texts into parts by their origin alone: a human text and what machines made of it are always in the
 * same part, whatever else is there.
 *
 * @param fit share of the origins that a detector is fitted on
 * @param calibration share that it is calibrated on; the rest is held out
 * @param seed of the split
 */
public record Split(double fit, double calibration, long seed) {

    /** A part of a split. */
    public enum Part {
        FIT,
        CALIBRATION,
        HELD_OUT
    }

    private static final double UNIT = 0x1p-53;

    public Split {
        if (!(fit > 0 && calibration > 0 && fit + calibration < 1)) {
            throw new IllegalArgumentException(
                    "split: " + fit + " and " + calibration + " must be more than 0 and leave some texts to hold out");
        }
    }

    /** 70 % to fit, 10 % to calibrate, 20 % held out. */
    public static Split seeded(long seed) {
        return new Split(0.7, 0.1, seed);
    }

    /** The part of an origin. */
    public Part part(String origin) {
        double place = (Origins.mixed(Origins.hash(origin) + seed * 0x9E3779B97F4A7C15L) >>> 11) * UNIT;
        return place < fit ? Part.FIT : place < fit + calibration ? Part.CALIBRATION : Part.HELD_OUT;
    }

    /** The texts of a part, in their order. */
    public List<LabelledText> of(List<LabelledText> texts, Part part) {
        return texts.stream().filter(text -> part(text.origin()) == part).toList();
    }
}
