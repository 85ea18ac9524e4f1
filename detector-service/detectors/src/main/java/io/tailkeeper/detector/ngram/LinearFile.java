package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.SealedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A linear detector on disk, about 1 MB an expert: bits of the buckets, number of experts, of bytes of the frequent words
 * (int), those words (UTF-8, a line feed after each); of each expert intercept and 2^bits weights (float).
 */
public final class LinearFile {

    private static final SealedFile FILE = new SealedFile("TKLINEAR", 3, "linear detector");
    private static final int COUNTS = 3 * Integer.BYTES;
    private static final int EXPERT = (1 + HashedNgrams.BUCKETS) * Float.BYTES;

    private LinearFile() {}

    /** Writes a detector, in place of a file that is there. */
    public static void save(LinearDetector detector, Path file) throws IOException {
        List<LinearDetector> experts = detector.experts();
        byte[] words = detector.frequent().words().stream()
                .map(word -> word + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer payload = ByteBuffer.allocate(COUNTS + words.length + experts.size() * EXPERT);
        payload.putInt(HashedNgrams.BITS).putInt(experts.size()).putInt(words.length);
        payload.put(words);
        for (LinearDetector expert : experts) {
            payload.putFloat(expert.intercept());
            for (int bucket = 0; bucket < HashedNgrams.BUCKETS; bucket++) {
                payload.putFloat(expert.weight(bucket));
            }
        }
        FILE.save(payload.array(), file);
    }

    /**
     * Reads a detector.
     *
     * @throws IOException when the file is missing, damaged, of another kind or of another size; the message says how to
     *     mend it
     */
    public static LinearDetector load(Path file) throws IOException {
        ByteBuffer payload = FILE.load(file);
        boolean counted = payload.remaining() >= COUNTS;
        int bits = counted ? payload.getInt() : 0;
        int experts = counted ? payload.getInt() : 0;
        int length = counted ? payload.getInt() : 0;
        long left = payload.remaining() - (long) length;
        if (bits != HashedNgrams.BITS || experts < 1 || length < 0 || left != (long) experts * EXPERT) {
            throw new IOException(file + " has " + bits + " bits and " + left + " bytes of weights for " + experts
                    + " experts; this program reads " + HashedNgrams.BITS + " and " + EXPERT
                    + " for each: train the detector again with ./tailkeeper detector train");
        }
        byte[] words = new byte[length];
        payload.get(words);
        DistortedNgrams distorted = new DistortedNgrams(new FrequentWords(
                new String(words, StandardCharsets.UTF_8).lines().toList()));
        List<LinearDetector> read = new ArrayList<>();
        for (int expert = 0; expert < experts; expert++) {
            float intercept = payload.getFloat();
            float[] weights = new float[HashedNgrams.BUCKETS];
            payload.asFloatBuffer().get(weights);
            payload.position(payload.position() + weights.length * Float.BYTES);
            read.add(new LinearDetector(weights, intercept, distorted));
        }
        return LinearDetector.mixture(read);
    }
}
