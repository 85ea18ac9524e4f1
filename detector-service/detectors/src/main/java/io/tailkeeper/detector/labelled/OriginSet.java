package io.tailkeeper.detector.labelled;

import io.tailkeeper.detector.SealedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;

/** Origins by their digests, 8 bytes each; one that was never added is found in it with a chance of size / 2^64. */
public final class OriginSet {

    private static final SealedFile FILE = new SealedFile("TKORIGIN", 1, "list of origins");

    private final long[] hashes; // ascending

    private OriginSet(long[] hashes) {
        this.hashes = hashes;
    }

    /** The set of some origins. */
    public static OriginSet of(Collection<String> origins) {
        return new OriginSet(
                origins.stream().mapToLong(Origins::hash).sorted().distinct().toArray());
    }

    /** Reads a set. */
    public static OriginSet load(Path file) throws IOException {
        ByteBuffer payload = FILE.load(file);
        long[] hashes = new long[payload.remaining() / Long.BYTES];
        payload.asLongBuffer().get(hashes);
        return new OriginSet(hashes);
    }

    /** Writes the set. */
    public void save(Path file) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(hashes.length * Long.BYTES);
        payload.asLongBuffer().put(hashes);
        FILE.save(payload.array(), file);
    }

    /** Whether an origin is in it. */
    public boolean contains(String origin) {
        return Arrays.binarySearch(hashes, Origins.hash(origin)) >= 0;
    }

    /** Number of origins. */
    public int size() {
        return hashes.length;
    }
}
