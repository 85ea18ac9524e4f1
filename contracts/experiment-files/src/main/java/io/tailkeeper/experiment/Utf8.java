package io.tailkeeper.experiment;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Bytes of a file as text. */
final class Utf8 {

    private Utf8() {}

    /**
     * The text that the bytes are, without a byte order mark.
     *
     * @param what they are of, for the message
     * @throws ExperimentException when they are no text; the message says from which byte on
     */
    static String text(String what, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        boolean whole = !decoder.decode(in, out, true).isError();
        String text = out.flip().toString();
        int zero = text.indexOf('\0');
        if (!whole || zero >= 0) {
            int bad = zero < 0 ? in.position() : text.substring(0, zero).getBytes(StandardCharsets.UTF_8).length;
            throw new ExperimentException(what + " is not UTF-8 text from byte " + bad
                    + " on; give a text file, and save one of another encoding as UTF-8");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
