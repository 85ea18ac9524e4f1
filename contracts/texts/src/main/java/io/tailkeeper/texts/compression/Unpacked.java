package io.tailkeeper.texts.compression;

import com.github.luben.zstd.ZstdInputStream;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The content of a file: unpacked, and without a byte order mark. */
public final class Unpacked {

    private static final int BUFFER = 1 << 16;
    private static final byte[] LARGE_FILE_POINTER =
            "version https://git-lfs.github.com/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Unpacked() {}

    /**
     * Opens a file; the caller closes it.
     *
     * @throws TextException when it holds a pointer in place of the content, or text of another encoding than UTF-8
     */
    public static InputStream open(TextFile file) throws IOException {
        InputStream packed = new BufferedInputStream(Files.newInputStream(file.path()), BUFFER);
        try {
            refusePointer(file.path(), packed);
            InputStream content = new BufferedInputStream(unpacked(file, packed), BUFFER);
            skipByteOrderMark(file.path(), content);
            return content;
        } catch (IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
    }

    /**
     * Refuses a file that Git LFS has not fetched.
     *
     * @throws TextException when the file is such a pointer
     */
    public static void refusePointer(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            refusePointer(file, in);
        }
    }

    private static void refusePointer(Path file, InputStream in) throws IOException {
        if (Arrays.equals(ahead(in, LARGE_FILE_POINTER.length), LARGE_FILE_POINTER)) {
            throw new TextException(
                    file + " is a Git LFS pointer and not the file itself; fetch that with git lfs pull");
        }
    }

    private static InputStream unpacked(TextFile file, InputStream packed) throws IOException {
        return switch (file.packing()) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER);
            case ZSTD -> new ZstdInputStream(packed);
        };
    }

    private static void skipByteOrderMark(Path file, InputStream in) throws IOException {
        byte[] ahead = ahead(in, 4);
        if (ahead.length >= 2) {
            int first = ahead[0] & 0xFF;
            int second = ahead[1] & 0xFF;
            boolean marked = (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
            if (marked || (first == 0) != (second == 0)) {
                throw new TextException(
                        file + " is UTF-16 or UTF-32; save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8");
            }
        }
        if (ahead.length >= 3 && Arrays.equals(ahead, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
            in.skipNBytes(3);
        }
    }

    private static byte[] ahead(InputStream in, int length) throws IOException {
        in.mark(length);
        byte[] ahead = in.readNBytes(length);
        in.reset();
        return ahead;
    }
}
