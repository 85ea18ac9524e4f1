package io.tailkeeper.detector.entropy;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.text.NormalizedText;
import io.tailkeeper.measures.entropy.EntropyRate;
import java.util.List;

/** A text's entropy rate in bits a character, and its square, so that a linear classifier can suspect both ends. */
public final class EntropyRateEncoder implements Encoder {

    /** Names the features; a change of any changes it. */
    private static final String VERSION = "entropy-rate-of-characters-1";

    /** Where the square has its lowest point: near the rate of ordinary text, so that the two features say different things. */
    private static final double CENTRE = 3;

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        return texts.stream().map(EntropyRateEncoder::features).toList();
    }

    private static float[] features(String text) {
        double distance = EntropyRate.ofCharacters(NormalizedText.of(text)) - CENTRE;
        return new float[] {(float) distance, (float) (distance * distance)};
    }
}
