package io.tailkeeper.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fits an encoder detector's head by logistic regression with a ridge penalty.
 *
 * <p>Of every text its passages are used, and a shorter stretch whose length is drawn, so that neither length nor what grows
 * with it tells the classes apart.
 *
 * @param strength of the ridge penalty
 * @param seed of the stretches
 */
public record EncoderTraining(double strength, long seed) {

    /** Fewest words of a stretch. */
    private static final int LEAST_WORDS = 20;

    /** Strength 0.03. */
    public static EncoderTraining seeded(long seed) {
        return new EncoderTraining(0.03, seed);
    }

    /**
     * The detector.
     *
     * @param texts normalised, of both classes
     */
    public EncoderDetector fit(Encoder encoder, List<LabelledText> texts) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> stretches = new ArrayList<>();
        List<Boolean> machineWritten = new ArrayList<>();
        for (LabelledText text : texts) {
            for (String passage : Passages.of(text.text())) {
                stretches.add(passage);
                stretches.add(shorter(passage, random));
                machineWritten.add(text.machineWritten());
                machineWritten.add(text.machineWritten());
            }
        }
        List<float[]> features = encoder.encode(stretches);
        List<LabelledFeatures> labelled = new ArrayList<>(features.size());
        for (int i = 0; i < features.size(); i++) {
            labelled.add(new LabelledFeatures(features.get(i), machineWritten.get(i)));
        }
        LinearHead head =
                new LogisticRegression(labelled).fit(new double[] {strength}).getFirst();
        return new EncoderDetector(encoder, head);
    }

    /** A stretch of a passage at a place that is drawn, of a length that is drawn evenly by its logarithm. */
    private static String shorter(String passage, SplittableRandom random) {
        String[] words = passage.split(" ", -1);
        int least = Math.min(words.length, LEAST_WORDS);
        int length = (int) Math.round(least * Math.pow((double) words.length / least, random.nextDouble()));
        int from = random.nextInt(words.length - length + 1);
        return Passages.joined(words, from, from + length);
    }
}
