package io.tailkeeper.pretrained.classifier;

import io.tailkeeper.detector.text.LengthWindow;

/**
 * How a classifier is used.
 *
 * @param machineLabel the label that means "machine-written", by its name in {@code config.json} or by its number from 0
 * @param mostTokens tokens of a text the model sees at most, special tokens included; 0 for as many as it knows
 * @param side the end of a longer text that it sees
 * @param temperature divides the model's logits; 1 leaves them as they are
 */
public record ClassifierSettings(String machineLabel, int mostTokens, LengthWindow.Side side, double temperature) {

    public ClassifierSettings {
        if (machineLabel == null || machineLabel.isBlank()) {
            throw new IllegalArgumentException("machine label: none is given; say which of the model's labels means"
                    + " \"machine-written\", by name or number");
        }
        if (mostTokens < 0) {
            throw new IllegalArgumentException(
                    "most tokens: " + mostTokens + " is out of range; give 0 for as many as the model knows, or more");
        }
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature: " + temperature + " is no finite number above 0");
        }
    }

    /** The whole context, the beginning of longer texts, temperature 1. */
    public static ClassifierSettings of(String machineLabel) {
        return new ClassifierSettings(machineLabel, 0, LengthWindow.Side.HEAD, 1);
    }
}
