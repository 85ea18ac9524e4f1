package io.tailkeeper.detector.features;

import java.util.Arrays;

/**
 * What a text shows without being understood: lengths, repeated words, punctuation, case, digits, and marks of text that
 * lost its thread: unbalanced brackets, odd quotes, punctuation in a row.
 */
public final class SurfaceFeatures {

    /** Number of features. */
    public static final int DIMENSION = 23;

    private static final String COUNTED = ",.;\"'()-:";
    private static final String STOPS = "?!;,.:\"";

    private SurfaceFeatures() {}

    /** Appends the features of a normalised text. */
    public static void add(String normalised, FeatureList features) {
        String[] words = normalised.split(" ");
        double length = Math.max(1, normalised.length());
        features.add(length / words.length);
        features.add(normalised.length());
        features.add(words.length);
        features.add((double) Arrays.stream(words).distinct().count() / words.length);
        for (int i = 0; i < COUNTED.length(); i++) {
            char mark = COUNTED.charAt(i);
            features.add(normalised.chars().filter(c -> c == mark).count() / length);
        }
        features.add(normalised.chars().filter(Character::isUpperCase).count() / length);
        features.add(normalised.chars().filter(Character::isDigit).count() / length);
        features.add((double) (normalised.chars().filter(c -> c == '"').count() % 2));
        addBrackets(normalised, features);
        features.add(stopsInARow(normalised) / length);
        features.addSpread(Arrays.stream(words).mapToDouble(String::length).toArray());
    }

    private static void addBrackets(String text, FeatureList features) {
        int open = 0;
        int closedUnopened = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                open++;
            } else if (text.charAt(i) == ')') {
                open--;
                closedUnopened += open < 0 ? 1 : 0;
            }
        }
        features.add(open);
        features.add(closedUnopened);
    }

    private static double stopsInARow(String text) {
        int pairs = 0;
        for (int i = 1; i < text.length(); i++) {
            if (STOPS.indexOf(text.charAt(i)) >= 0 && STOPS.indexOf(text.charAt(i - 1)) >= 0) {
                pairs++;
            }
        }
        return pairs;
    }
}
