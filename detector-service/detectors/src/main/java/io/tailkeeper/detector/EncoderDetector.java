package io.tailkeeper.detector;

import java.util.Iterator;
import java.util.List;

/**
 * Linear heads on an encoder's features; of a long text, the mean over its passages.
 *
 * <p>Does not own the encoder: whoever opened it closes it.
 */
public final class EncoderDetector implements TextDetector {

    private final Encoder encoder;
    private final MixtureHead head;

    /**
     * For texts that this encoder encodes.
     *
     * @throws IllegalArgumentException when the head was made for another number of features
     */
    public EncoderDetector(Encoder encoder, MixtureHead head) {
        if (head.features() != encoder.dimension()) {
            throw new IllegalArgumentException("the head has " + head.features() + " weights, the encoder gives "
                    + encoder.dimension() + " features");
        }
        this.encoder = encoder;
        this.head = head;
    }

    @Override
    public double logit(String text) {
        return logits(List.of(text))[0];
    }

    @Override
    public double[] logits(List<String> texts) {
        List<List<String>> passages = texts.stream().map(Passages::of).toList();
        Iterator<float[]> features =
                encoder.encode(passages.stream().flatMap(List::stream).toList()).iterator();
        return passages.stream().mapToDouble(of -> mean(of.size(), features)).toArray();
    }

    private double mean(int passages, Iterator<float[]> features) {
        double sum = 0;
        for (int i = 0; i < passages; i++) {
            sum += head.logit(features.next());
        }
        return sum / passages;
    }

    /** The heads. */
    public MixtureHead head() {
        return head;
    }

    /** Version of the encoder that the head belongs to. */
    public String encoderVersion() {
        return encoder.version();
    }
}
