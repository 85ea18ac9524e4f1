package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.SealedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A linear detector's weights on disk, about 1 MB: bits of the buckets (int), intercept and 2^bits weights (float). */
public final class LinearFile {

    private static final SealedFile FILE = new SealedFile("TKLINEAR", 1, "linear detector");
    private static final int SIZE = Integer.BYTES + (1 + HashedNgrams.BUCKETS) * Float.BYTES;

    private LinearFile() {}

    /** Writes a detector, in place of a file that is there. */
    public static void save(LinearDetector detector, Path file) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(SIZE);
        payload.putInt(HashedNgrams.BITS).putFloat(detector.intercept());
        for (int bucket = 0; bucket < HashedNgrams.BUCKETS; bucket++) {
            payload.putFloat(detector.weight(bucket));
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
        int bits = payload.remaining() < Integer.BYTES ? 0 : payload.getInt();
        if (bits != HashedNgrams.BITS || payload.remaining() != SIZE - Integer.BYTES) {
            throw new IOException(file + " has " + bits + " bits and " + payload.remaining()
                    + " bytes of weights; this program reads " + HashedNgrams.BITS + " and " + (SIZE - Integer.BYTES)
                    + ": train the detector again with ./tailkeeper detector train");
        }
        float intercept = payload.getFloat();
        float[] weights = new float[HashedNgrams.BUCKETS];
        payload.asFloatBuffer().get(weights);
        return new LinearDetector(weights, intercept);
    }
}
