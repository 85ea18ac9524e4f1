package io.tailkeeper.detector;

import java.util.List;

/**
 * A linear head on an encoder's features; of a long text, the mean over its passages.
 *
 * <p>Does not own the encoder: whoever opened it closes it.
 */
public final class EncoderDetector implements TextDetector {

    private final Encoder encoder;
    private final LinearHead head;

    /**
     * For texts that this encoder encodes.
     *
     * @throws IllegalArgumentException when the head was made for another number of features
     */
    public EncoderDetector(Encoder encoder, LinearHead head) {
        if (head.weights().size() != encoder.dimension()) {
            throw new IllegalArgumentException("the head has " + head.weights().size() + " weights, the encoder gives "
                    + encoder.dimension() + " features");
        }
        this.encoder = encoder;
        this.head = head;
    }

    @Override
    public double logit(String text) {
        double sum = 0;
        List<float[]> passages = encoder.encode(Passages.of(text));
        for (float[] features : passages) {
            sum += head.logit(features);
        }
        return sum / passages.size();
    }

    /** The head. */
    public LinearHead head() {
        return head;
    }

    /** Version of the encoder that the head belongs to. */
    public String encoderVersion() {
        return encoder.version();
    }
}
