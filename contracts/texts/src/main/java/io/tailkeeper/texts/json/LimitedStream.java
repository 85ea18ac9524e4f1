package io.tailkeeper.texts.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of one value at a time: a value that takes more than the limit ends in an exception, not in a full memory. */
final class LimitedStream extends FilterInputStream {

    /** Thrown by a read beyond the limit. */
    static final class LimitException extends IOException {

        private static final long serialVersionUID = 1;
    }

    private final long limit;
    private long left;

    LimitedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    /** A new value begins. */
    void begin() {
        left = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left <= 0) {
            throw new LimitException();
        }
        int read = super.read(bytes, offset, length);
        left -= Math.max(0, read);
        return read;
    }
}
