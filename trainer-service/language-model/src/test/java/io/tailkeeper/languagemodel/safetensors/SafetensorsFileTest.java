package io.tailkeeper.languagemodel.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ModelDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    private static final String TWO = "{'dtype':'F32','shape':[2],'data_offsets':[%d,%d]}";

    @TempDir
    private Path folder;

    private Path write(String header, int numbers) throws IOException {
        return write(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), numbers);
    }

    private Path write(byte[] header, int numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        for (int i = 0; i < numbers; i++) {
            bytes.putFloat(i + 1);
        }
        return Files.write(folder.resolve("model.safetensors"), bytes.array());
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("checkpoint " + file + " is no safetensors file that Tailkeeper reads: ")
                .hasMessageContaining(reason)
                .message()
                .hasLineCount(1);
    }

    @Test
    void tensorsInAnyOrderAreRead() throws IOException {
        Path file = write("{'b':" + TWO.formatted(0, 8) + ",'a':" + TWO.formatted(8, 16) + "}   ", 4);
        try (SafetensorsFile opened = SafetensorsFile.open(file);
                NDManager scope = ModelDevice.newManager()) {
            assertThat(opened.read("a", scope).toFloatArray()).containsExactly(3, 4);
            assertThat(opened.read("b", scope).toFloatArray()).containsExactly(1, 2);
            assertThat(opened.isSame("a", opened, "b")).isFalse();
            assertThat(opened.isSame("a", opened, "a")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':T08,'a':T8}             | Duplicate field 'a'",
                "{'__metadata__':{'x':'','x':''},'a':T08} | Duplicate field 'x'",
                "{'a':T08,'b':T08}            | tensor b overlaps tensor a",
                "{'a':T08,'b':T4}             | tensor b overlaps tensor a",
                "{'a':T8}                     | tensor a begins 8 bytes behind the end of the header",
                "{'a':T08}                    | 8 bytes lie behind the end of tensor a",
                "{}                           | 16 bytes lie behind the end of the header",
                "{'a':T08,'b':T8,'c':T16}     | tensor c lies outside the file, which is cut off",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | takes 8 bytes, but its data_offsets are [0,4]",
                "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,16]}} | more than a file can hold",
                "{'a':{'dtype':'F32','shape':[9223372036854775807],'data_offsets':[0,16]}} | more than a file can hold",
                "{'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,16]}} | which is no size",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,16]}} | has -2 in its shape",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | has 2.0 in its shape",
                "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | lacks a shape",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}} | a pair of data_offsets",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | but its data_offsets are [8,0]",
                "{'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,8]}} | has the dtype \"Q4\", which no reader knows",
                "{'a':7}                      | has the dtype",
                "{'__metadata__':{'a':7}}     | has something else than text: a",
                "{'a':T08,'b':T8}x            | its header is no JSON",
                "['a']                        | its header is no JSON object",
            })
    void refusesWhatTheReferenceReaderRefuses(String header, String reason) throws IOException {
        String filled = header.replace("T08", TWO.formatted(0, 8))
                .replace("T16", TWO.formatted(16, 24))
                .replace("T8", TWO.formatted(8, 16))
                .replace("T4", TWO.formatted(4, 12));
        assertRefused(write(filled, 4), reason);
    }

    @Test
    void refusesHeadersThatAreTooLongTooDeepOrNotUtf8() throws IOException {
        assertRefused(
                write("{'a':" + "[".repeat(2000) + "]".repeat(2000) + "}", 0),
                "it is nested 101 deep, more than the 100 levels that are read");
        assertRefused(write(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}, 0), "it is not UTF-8");
        Path file = write("{}", 0);
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(100_000_001)
                            .flip(),
                    0);
            channel.write(ByteBuffer.allocate(1), 100_000_100); // a hole: no block of it is on the disk
        }
        assertRefused(file, "its header has 100000001 bytes, more than 100000000");
    }

    @ParameterizedTest
    @CsvSource({"F32, NaN", "F32, Infinity", "BF16, -Infinity", "F16, NaN"})
    void weightsThatAreNotFiniteAreRefusedByTensorAndValue(String type, float value) throws IOException {
        Path file = folder.resolve("model.safetensors");
        new TensorFile().put("h.0.weight", type, new long[] {3}, 1, value, 2).write(file);
        try (SafetensorsFile opened = SafetensorsFile.open(file);
                NDManager scope = ModelDevice.newManager()) {
            assertThatThrownBy(() -> opened.read("h.0.weight", scope))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(
                            "tensor h.0.weight in " + file + " has the value " + value + " at number 1 of 3");
        }
    }
}
