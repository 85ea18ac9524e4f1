package io.tailkeeper.detector.encoder;

import io.tailkeeper.detector.LinearHead;
import io.tailkeeper.detector.MixtureHead;
import io.tailkeeper.detector.SealedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An encoder detector's heads on disk: number of heads, of features (int); of each head intercept and weights (double). */
public final class EncoderFile {

    private static final SealedFile FILE = new SealedFile("TKENCHED", 3, "head of an encoder detector");
    private static final int COUNTS = 2 * Integer.BYTES;

    private EncoderFile() {}

    /** Writes heads, in place of a file that is there. */
    public static void save(MixtureHead mixture, Path file) throws IOException {
        int heads = mixture.heads().size();
        int features = mixture.features();
        ByteBuffer payload = ByteBuffer.allocate(COUNTS + heads * (1 + features) * Double.BYTES);
        payload.putInt(heads).putInt(features);
        for (LinearHead head : mixture.heads()) {
            payload.putDouble(head.intercept());
            head.weights().forEach(payload::putDouble);
        }
        FILE.save(payload.array(), file);
    }

    /**
     * Reads heads.
     *
     * @throws IOException when the file is missing, damaged, of another kind or of another size; the message says how to
     *     mend it
     */
    public static MixtureHead load(Path file) throws IOException {
        ByteBuffer payload = FILE.load(file);
        boolean counted = payload.remaining() >= COUNTS;
        int heads = counted ? payload.getInt() : 0;
        int features = counted ? payload.getInt() : 0;
        if (heads < 1 || features < 1 || payload.remaining() != (1L + features) * heads * Double.BYTES) {
            throw new IOException(file + " says " + heads + " heads of " + features + " features and has "
                    + payload.remaining()
                    + " bytes of weights: train the detector again with ./tailkeeper detector train");
        }
        List<LinearHead> mixture = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            double intercept = payload.getDouble();
            double[] weights = new double[features];
            for (int i = 0; i < features; i++) {
                weights[i] = payload.getDouble();
            }
            mixture.add(LinearHead.of(weights, intercept));
        }
        return new MixtureHead(mixture);
    }
}
