package io.tailkeeper.detector.calibration;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.measures.LogitNoise;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Names of what decided a score: equal names, equal scores for equal texts. */
public final class DetectorVersion {

    /** The version of a score that no detector gave. */
    public static final String PRIOR = "prior";

    private static final int LENGTH = 16;

    private DetectorVersion() {}

    /**
     * The version of a linear classifier on an encoder's features: 16 hexadecimal digits of the sha256 of all that decides a score.
     *
     * @param noise that is added to its logits
     */
    public static String of(
            String encoderVersion,
            LinearClassifier classifier,
            double temperature,
            boolean usable,
            Optional<LogitNoise> noise) {
        Sha256 digest = new Sha256().add(encoderVersion);
        classifier.weights().forEach(weight -> digest.add(bytes(weight)));
        digest.add(bytes(classifier.intercept()));
        digest.add(bytes(temperature));
        digest.add(new byte[] {(byte) (usable ? 1 : 0)});
        noise.ifPresent(added -> digest.add(bytes(added.deviation())).add("seed " + added.seed()));
        return digest.hex().substring(0, LENGTH);
    }

    private static byte[] bytes(double value) {
        return ByteBuffer.allocate(Double.BYTES).putDouble(value).array();
    }
}
