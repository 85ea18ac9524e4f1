package io.tailkeeper.detector.features;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A calibrated detector as an encoder of two features: its calibrated logit, and whether the text is too short for it. A
 * classifier on them calibrates the detector anew, for the texts of one generation.
 */
public final class LogitEncoder implements Encoder {

    private static final int LOGIT = 0;
    private static final int TOO_SHORT = 1;

    private final CalibratedDetector detector;
    private final String version;

    /**
     * Encodes with a detector.
     *
     * @param version of the detector: equal versions, equal logits
     */
    public LogitEncoder(CalibratedDetector detector, String version) {
        this.detector = detector;
        this.version = version;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public OptionalInt calibratedLogit() {
        return OptionalInt.of(LOGIT);
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        List<LengthWindow.Window> windows =
                texts.stream().map(detector.window()::of).toList();
        double[] logits = detector.detector()
                .logits(windows.stream()
                        .filter(window -> !window.tooShort())
                        .map(LengthWindow.Window::text)
                        .toList());
        List<float[]> features = new ArrayList<>(texts.size());
        int next = 0;
        for (LengthWindow.Window window : windows) {
            float[] of = new float[2];
            if (window.tooShort()) {
                of[TOO_SHORT] = 1;
            } else {
                of[LOGIT] = (float) detector.calibration().logit(logits[next++]);
            }
            features.add(of);
        }
        return features;
    }
}
