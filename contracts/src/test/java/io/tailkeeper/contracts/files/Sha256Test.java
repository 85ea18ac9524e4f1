package io.tailkeeper.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected values are those of sha256sum. */
class Sha256Test {

    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    @Test
    void textsCountAsTheirUtf8Bytes() {
        assertThat(Sha256.of("")).isEqualTo(OF_NOTHING);
        assertThat(Sha256.of("abc")).isEqualTo(OF_ABC);
        assertThat(Sha256.of("Ünïcode €"))
                .isEqualTo("07e1fa2b1561dbaff254e394ad848b6fb12a7705fadbabb18a405038c483a8e1");
    }

    @Test
    void bytesAndHexadecimalDigitsAreTheSameDigest() {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(Sha256.of(abc)).isEqualTo(OF_ABC);
        assertThat(new Sha256().add(abc).bytes()).isEqualTo(HexFormat.of().parseHex(OF_ABC));
    }

    @Test
    void whatIsAddedInPartsCountsAsOne() throws IOException {
        Path file = Files.writeString(folder.resolve("b"), "b");
        assertThat(new Sha256().add("a").add(file).add(new byte[] {'c'}).hex()).isEqualTo(OF_ABC);
    }

    @Test
    void aBufferIsReadFromItsPositionAndStaysThere() {
        ByteBuffer buffer = ByteBuffer.wrap("xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3);
        assertThat(new Sha256().add(buffer).hex()).isEqualTo(OF_ABC);
        assertThat(buffer.remaining()).isEqualTo(3);
    }

    @Test
    void aFileLongerThanAChunkIsReadToItsEnd() throws IOException {
        Path file = Files.write(folder.resolve("million"), "a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(Sha256.of(file)).isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    @Test
    void anEmptyFileHasTheDigestOfNothing() throws IOException {
        assertThat(Sha256.of(Files.createFile(folder.resolve("empty")))).isEqualTo(OF_NOTHING);
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> Sha256.of(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString());
    }
}
