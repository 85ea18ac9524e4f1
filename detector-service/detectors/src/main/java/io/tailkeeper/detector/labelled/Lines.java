package io.tailkeeper.detector.labelled;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a UTF-8 file with their numbers. */
final class Lines {

    /** Takes a line. */
    interface Reader {
        /** Line {@code number}, counted from 1. */
        void read(int number, String line) throws IOException;
    }

    private Lines() {}

    /** Hands over every line; one that is no UTF-8 is refused with its number. */
    static void read(Path file, Reader reader) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int number = 1;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    reader.read(number, decoded(file, number, line));
                    number++;
                    line.reset();
                } else {
                    line.write(next);
                }
            }
            if (line.size() > 0) {
                reader.read(number, decoded(file, number, line));
            }
        }
    }

    private static String decoded(Path file, int number, ByteArrayOutputStream line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DataException(file + ", line " + number
                    + ": is no UTF-8; convert the file, for example with iconv -f LATIN1 -t UTF-8");
        }
    }
}
