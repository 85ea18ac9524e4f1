package io.tailkeeper.report.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An event of TensorBoard, in Protocol Buffers: {@code Event {double wall_time = 1; int64 step = 2; string file_version = 3;
 * Summary summary = 5}}, {@code Summary {repeated Value value = 1}}, {@code Value {string tag = 1; float simple_value = 2}}.
 */
final class TensorBoardEvent {

    private static final String VERSION = "brain.Event:2";
    private static final int CRC_MASK = 0xa282ead8;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private TensorBoardEvent() {}

    /** The first event of a file. */
    static byte[] version(double wallTime) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        number(event, 1, wallTime);
        bytes(event, 3, VERSION.getBytes(StandardCharsets.UTF_8));
        return event.toByteArray();
    }

    /** Scalars of one step. */
    static byte[] scalars(double wallTime, int step, Map<String, Double> scalars) {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        scalars.forEach((tag, value) -> {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            bytes(entry, 1, tag.getBytes(StandardCharsets.UTF_8));
            field(entry, 2, FIXED32);
            entry.writeBytes(little(Float.BYTES).putFloat(value.floatValue()).array());
            bytes(summary, 1, entry.toByteArray());
        });
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        number(event, 1, wallTime);
        field(event, 2, VARINT);
        varint(event, step);
        bytes(event, 5, summary.toByteArray());
        return event.toByteArray();
    }

    /** A record of a file: length, its checksum, the event, its checksum; checksums are CRC-32C, masked. */
    static byte[] framed(byte[] event) {
        byte[] length = little(Long.BYTES).putLong(event.length).array();
        return little(Long.BYTES + event.length + 2 * Integer.BYTES)
                .put(length)
                .putInt(masked(length))
                .put(event)
                .putInt(masked(event))
                .array();
    }

    /** A checksum that may itself be part of what is checked: turned by 15 bits, and a constant added. */
    static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
    }

    private static void number(ByteArrayOutputStream out, int field, double value) {
        field(out, field, FIXED64);
        out.writeBytes(little(Double.BYTES).putDouble(value).array());
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] content) {
        field(out, field, BYTES);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void field(ByteArrayOutputStream out, int field, int type) {
        varint(out, (field << 3) | type);
    }

    /** Seven bits a byte, the lowest first; never negative here. */
    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
