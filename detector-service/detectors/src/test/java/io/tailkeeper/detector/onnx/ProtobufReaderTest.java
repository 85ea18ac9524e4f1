package io.tailkeeper.detector.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtobufReaderTest {

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
    }

    private static ProtobufReader reader(String hexadecimal) {
        return new ProtobufReader(ByteBuffer.wrap(bytes(hexadecimal)));
    }

    private static String hexadecimal(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void everyKindOfFieldIsReadAndLeftWhereItLies() {
        String[] fields = {"08 9601", "12 07 74657374696e67", "1d 0000803f", "21 000000000000f03f", "8001 01"};
        ProtobufReader reader = reader(String.join("", fields));
        List<String> read = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        while (reader.next()) {
            read.add(hexadecimal(reader.whole()));
            numbers.add(reader.number());
            switch (reader.number()) {
                case 1 -> assertThat(reader.value()).isEqualTo(150);
                case 2 -> assertThat(reader.text()).isEqualTo("testing");
                case 3 ->
                    assertThat(reader.content().order(ByteOrder.LITTLE_ENDIAN).getFloat())
                            .isEqualTo(1);
                case 4 ->
                    assertThat(reader.content().order(ByteOrder.LITTLE_ENDIAN).getDouble())
                            .isEqualTo(1);
                default -> assertThat(reader.value()).isEqualTo(1);
            }
        }
        assertThat(numbers).containsExactly(1, 2, 3, 4, 16);
        assertThat(read).containsExactly("089601", "120774657374696e67", "1d0000803f", "21000000000000f03f", "800101");
    }

    private static void assertRefused(String reason, String hexadecimal) {
        assertThatThrownBy(() -> {
                    ProtobufReader reader = reader(hexadecimal);
                    while (reader.next()) {
                        assertThat(reader.whole().remaining()).isPositive();
                    }
                })
                .as(hexadecimal)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertRefused("ends in the middle of a field", "08 96");
        assertRefused("ends in the middle of a field", "12");
        assertRefused("longer than the message", "1d 0000");
        assertRefused("longer than the message", "12 07 7465");
        assertRefused("longer than the message", "12 ffffffff07");
        assertRefused("longer than the message", "12 ffffffffffffffffff01");
        assertRefused("does not end", "08 ffffffffffffffffffff01");
        assertRefused("wire type 3", "0b 0c");
        assertRefused("wire type 7", "08 01 0f");
    }

    @Test
    void aBufferIsReadFromItsPositionToItsLimitAndStays() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes("ff 0801 ff")).position(1).limit(3);
        ProtobufReader reader = new ProtobufReader(buffer);
        assertThat(reader.next()).isTrue();
        assertThat(reader.value()).isEqualTo(1);
        assertThat(reader.next()).isFalse();
        assertThat(buffer.position()).isEqualTo(1);
    }
}
