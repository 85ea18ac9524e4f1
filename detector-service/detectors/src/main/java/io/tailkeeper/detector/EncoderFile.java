package io.tailkeeper.detector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An encoder detector's head on disk: number of features (int), intercept and weights (double). */
public final class EncoderFile {

    private static final SealedFile FILE = new SealedFile("TKENCHED", 1, "head of an encoder detector");

    private EncoderFile() {}

    /** Writes a head, in place of a file that is there. */
    public static void save(LinearHead head, Path file) throws IOException {
        int features = head.weights().size();
        ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + (1 + features) * Double.BYTES);
        payload.putInt(features).putDouble(head.intercept());
        head.weights().forEach(payload::putDouble);
        FILE.save(payload.array(), file);
    }

    /**
     * Reads a head.
     *
     * @throws IOException when the file is missing, damaged, of another kind or of another size; the message says how to
     *     mend it
     */
    public static LinearHead load(Path file) throws IOException {
        ByteBuffer payload = FILE.load(file);
        int features = payload.remaining() < Integer.BYTES ? -1 : payload.getInt();
        if (payload.remaining() != (1L + features) * Double.BYTES) {
            throw new IOException(file + " says " + features + " features and has " + payload.remaining()
                    + " bytes of weights: train the detector again with ./tailkeeper detector train");
        }
        double intercept = payload.getDouble();
        double[] weights = new double[features];
        payload.asDoubleBuffer().get(weights);
        return LinearHead.of(weights, intercept);
    }
}
