package io.tailkeeper.detector.features;

import io.tailkeeper.detector.DetectorException;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.EncoderAwayException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes texts, and finds those on which the model fails: it throws, or a feature is no finite number. Such a text costs
 * nothing but itself. A model that fails on a plain text too is broken, and no text is blamed.
 */
public final class CarefulEncoder {

    private static final String PLAIN = "the quick brown fox jumps over the lazy dog";

    private static final int LONGEST_FAILURE = 300;

    private final Encoder encoder;

    /** Around an encoder, which is not closed here. */
    public CarefulEncoder(Encoder encoder) {
        this.encoder = encoder;
    }

    /**
     * What became of a text.
     *
     * @param features null where the model failed
     * @param failure what it said; null where it did not fail
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Encoded(float @Nullable [] features, @Nullable String failure) {}

    /**
     * What becomes of the texts, in their order.
     *
     * @throws DetectorException when the encoder cannot judge any text
     * @throws EncoderAwayException when it cannot be had right now
     * @throws RuntimeException when the encoder is broken; another attempt may help
     */
    public List<Encoded> encode(List<String> texts) {
        try {
            return checked(encoder.encode(texts));
        } catch (DetectorException | EncoderAwayException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return oneByOne(texts);
        }
    }

    private List<Encoded> oneByOne(List<String> texts) {
        List<Encoded> encoded = new ArrayList<>(texts.size());
        for (String text : texts) {
            try {
                encoded.add(checked(encoder.encode(List.of(text))).getFirst());
            } catch (DetectorException | EncoderAwayException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) { // a text may be too deep for one
                requireThatItWorks();
                encoded.add(new Encoded(null, brief(e)));
            }
        }
        return encoded;
    }

    private List<Encoded> checked(List<float[]> features) {
        List<Encoded> encoded = new ArrayList<>(features.size());
        for (float[] of : features) {
            boolean finite = isFinite(of);
            if (!finite) {
                requireThatItWorks();
            }
            encoded.add(new Encoded(finite ? of : null, finite ? null : "a feature is no finite number"));
        }
        return encoded;
    }

    private void requireThatItWorks() {
        if (!isFinite(encoder.encode(List.of(PLAIN)).getFirst())) {
            throw new IllegalStateException(
                    "the model " + encoder.version() + " finds no finite features, not even of \"" + PLAIN + "\"");
        }
    }

    /** What was thrown, in a few words: its message may hold the whole text. */
    public static String brief(Throwable thrown) {
        return thrown.toString()
                .codePoints()
                .limit(LONGEST_FAILURE)
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether every feature is a finite number. */
    public static boolean isFinite(float[] features) {
        for (float feature : features) {
            if (!Float.isFinite(feature)) {
                return false;
            }
        }
        return true;
    }
}
