package io.tailkeeper.texts.lines;

import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import io.tailkeeper.texts.compression.Unpacked;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 file, without byte order marks, which stand inside a file too where several were put together; they end with LF, CR or both. A line longer than a limit comes in pieces, each cut at white
 * space where there is some near its end, else between two characters. Used by one thread.
 */
public final class Lines implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * A line or a piece of one.
     *
     * @param number of the line, from 1
     * @param text without the end of the line
     * @param whole whether it is the whole line
     */
    public record Line(long number, String text, boolean whole) {}

    private final TextFile file;
    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] line = new byte[1024];
    private int at;
    private int end;
    private int length;
    private long number;
    private boolean afterReturn;
    private boolean inside;

    /**
     * Opens a file.
     *
     * @param longest bytes of a line that is not cut
     */
    public Lines(TextFile file, int longest) throws IOException {
        this.file = file;
        this.longest = longest;
        this.in = Unpacked.open(file);
    }

    /**
     * The next line or piece, null at the end of the file.
     *
     * @throws TextException when it is not UTF-8
     */
    public @Nullable Line next() throws IOException {
        boolean begun = inside;
        number += begun ? 0 : 1;
        for (int next = read(); next >= 0; next = read()) {
            if (next == '\n' && afterReturn && length == 0 && !begun) {
                afterReturn = false; // the second half of CR LF
                continue;
            }
            afterReturn = next == '\r';
            if (next == '\n' || next == '\r') {
                inside = false;
                return taken(length, !begun);
            }
            append((byte) next);
            if (length == longest) {
                inside = true;
                return taken(cut(), false);
            }
        }
        inside = false;
        return length == 0 ? null : taken(length, !begun);
    }

    private int read() throws IOException {
        if (at == end) {
            at = 0;
            end = in.read(buffer);
            if (end <= 0) {
                end = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xFF;
    }

    private void append(byte next) {
        if (length == line.length) {
            line = Arrays.copyOf(line, (int) Math.min(longest, 2L * length));
        }
        line[length++] = next;
    }

    private int cut() {
        for (int i = length; i > length - length / 4; i--) {
            if (line[i - 1] == ' ' || line[i - 1] == '\t') {
                return i;
            }
        }
        int whole = length;
        while (whole > length - 4 && (line[whole - 1] & 0xC0) == 0x80) {
            whole--;
        }
        return (line[whole - 1] & 0x80) == 0 ? length : whole - 1;
    }

    private Line taken(int bytes, boolean whole) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, bytes))
                    .toString();
            length -= bytes;
            System.arraycopy(line, bytes, line, 0, length);
            boolean marked = text.startsWith(BYTE_ORDER_MARK);
            return new Line(number, marked ? text.substring(1) : text, whole);
        } catch (CharacterCodingException e) {
            throw new TextException(
                    file + ", line " + number
                            + " is not valid UTF-8; save the file as UTF-8, for example with iconv -f LATIN1 -t UTF-8, or"
                            + " leave it out",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
