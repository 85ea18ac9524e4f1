package io.tailkeeper.languagemodel.safetensors;

import java.nio.ByteBuffer;

/** The formats of numbers in files of weights, by safetensors' names. */
enum StoredNumber {
    F32(Float.BYTES),
    BF16(Short.BYTES),
    F16(Short.BYTES);

    private final int width;

    StoredNumber(int width) {
        this.width = width;
    }

    /** Bytes of one number. */
    int width() {
        return width;
    }

    /** The next number of little-endian bytes. */
    float next(ByteBuffer bytes) {
        return switch (this) {
            case F32 -> bytes.getFloat();
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case F16 -> Float.float16ToFloat(bytes.getShort());
        };
    }
}
