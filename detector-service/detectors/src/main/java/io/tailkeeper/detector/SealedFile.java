package io.tailkeeper.detector;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A kind of binary file that notices damage: a mark of 8 ASCII characters, format version (int), payload, SHA-256 of all
 * before it; big-endian.
 *
 * @param mark that the files begin with
 * @param version of the payload's format
 * @param content what the files hold, for messages
 */
public record SealedFile(String mark, int version, String content) {

    private static final int MARK = 8;
    private static final int HEADER = MARK + Integer.BYTES;
    private static final int DIGEST = 32;
    private static final String MEND = "; train the detector again with ./tailkeeper detector train";

    public SealedFile {
        if (mark.length() != MARK) {
            throw new IllegalArgumentException("the mark \"" + mark + "\" has not 8 characters");
        }
    }

    /** Writes a payload, in place of a file that is there. */
    public void save(byte[] payload, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length + DIGEST);
        bytes.put(mark.getBytes(StandardCharsets.US_ASCII)).putInt(version).put(payload);
        bytes.put(digest(bytes.array(), HEADER + payload.length));
        AtomicFile.write(file, bytes.array());
    }

    /**
     * Reads a payload.
     *
     * @throws IOException when the file is missing, damaged, of another kind or of another version; the message says how
     *     to mend it
     */
    public ByteBuffer load(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " does not exist: the " + content + " is missing" + MEND);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < HEADER || !new String(bytes, 0, MARK, StandardCharsets.ISO_8859_1).equals(mark)) {
            throw new IOException(file + " holds no " + content + MEND);
        }
        int found = ByteBuffer.wrap(bytes).getInt(MARK);
        if (found != version) {
            throw new IOException(file + " is of format " + found + "; this program reads format " + version + MEND);
        }
        int end = bytes.length - DIGEST;
        if (end < HEADER || !ByteBuffer.wrap(digest(bytes, end)).equals(ByteBuffer.wrap(bytes, end, DIGEST))) {
            throw new IOException(file + " does not match its checksum: it is damaged" + MEND);
        }
        return ByteBuffer.wrap(bytes, HEADER, end - HEADER).slice();
    }

    private static byte[] digest(byte[] bytes, int length) {
        return new Sha256().add(ByteBuffer.wrap(bytes, 0, length)).bytes();
    }
}
