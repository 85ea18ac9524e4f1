package io.tailkeeper.detector;

import java.util.List;
import java.util.OptionalInt;

/**
 * Turns texts into feature vectors.
 *
 * <p>The features of a text depend on that text alone, to the last bit: never on the other texts of the call, their
 * order, or the number of threads. Safe for use by several threads.
 */
public interface Encoder {

    /** Digest of everything that decides a feature; part of the detector's version. */
    String version();

    /** Number of features of a text. */
    int dimension();

    /**
     * The features of each text, in the order of the texts.
     *
     * @param texts any texts; empty ones have features too
     * @return one array of {@link #dimension()} finite values a text
     */
    List<float[]> encode(List<String> texts);

    /** How many of the first features are an embedding of the text, in which near texts say alike things; 0 when none are. */
    default int embeddingWidth() {
        return 0;
    }

    /** Which feature is a calibrated logit by itself, good for texts that no classifier was fitted on; empty when none is. */
    default OptionalInt calibratedLogit() {
        return OptionalInt.empty();
    }
}
