package io.tailkeeper.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.llama2c.Llama2cTokenizer;
import io.tailkeeper.languagemodel.models.TokenizerFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A megabyte without a space, which takes any tokenizer seconds; in quadratic time it would take hours. */
class LongWordTest {

    private static final int LENGTH = 1_000_000;
    /** Linear work takes seconds here, quadratic work would take hours: no machine is so slow that it confuses the two. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private static Map<String, String> words() {
        Random random = new Random(1);
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        Map<String, String> words = new TreeMap<>();
        words.put("letters", letters.toString());
        words.put("blanks", "a" + " ".repeat(LENGTH) + "a");
        return words;
    }

    private static void assertQuick(Tokenizer tokenizer) {
        words().forEach((kind, word) -> assertTimeoutPreemptively(
                PATIENCE,
                () -> assertThat(tokenizer.decode(tokenizer.encode(word)).equals(word))
                        .as(kind)
                        .isTrue(),
                kind));
    }

    @Test
    void gpt2Ranks() {
        assertQuick(Gpt2RanksTokenizer.of(2048));
    }

    @Test
    void tokenizerJson() throws IOException {
        Gpt2RanksTokenizer.of(2048).save(folder);
        assertQuick(TokenizerFiles.of(folder));
    }

    @Test
    void piecesByScore() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(8);
        for (String special : new String[] {"<unk>", "<s>", "</s>"}) {
            put(bytes, special, 0);
        }
        for (int value = 0; value < 256; value++) {
            put(bytes, "<0x%02X>".formatted(value), 0);
        }
        int score = 0;
        for (String piece : new String[] {"a", "aa", "aaaa", "7", "77", "!", "?", "!?", " ", "  ", "    ", "b", "ab"}) {
            put(bytes, piece, score--);
        }
        Path file = folder.resolve("tokenizer.bin");
        byte[] content = new byte[bytes.position()];
        bytes.flip().get(content);
        Files.write(file, content);
        assertQuick(Llama2cTokenizer.read(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"Unigram\", \"unk_id\": 0, \"vocab\": [[\"<unk>\", 0], [\"a\", -1], [\"ab\", -2]]}",
                "{\"type\": \"WordPiece\", \"unk_token\": \"?\", \"continuing_subword_prefix\": \"##\","
                        + " \"max_input_chars_per_word\": 100, \"vocab\": {\"?\": 0, \"a\": 1, \"##a\": 2}}",
                "{\"type\": \"BPE\", \"unk_token\": \"?\", \"vocab\": {\"?\": 0, \"a\": 1, \"b\": 2, \"ab\": 3},"
                        + " \"merges\": [\"a b\"]}"
            })
    void classifiersTokenizers(String model) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, "{\"version\": \"1.0\", \"added_tokens\": [], \"model\": " + model + "}");
        try (HuggingFaceTokenizer encoder = TokenizerJson.read(file).encoder()) {
            words().forEach((kind, word) -> assertTimeoutPreemptively(
                    PATIENCE,
                    () -> assertThat(encoder.encode(word, true, false).getIds())
                            .as(kind)
                            .isNotEmpty(),
                    kind));
        }
    }

    private static void put(ByteBuffer bytes, String piece, float score) {
        byte[] text = piece.getBytes(StandardCharsets.UTF_8);
        bytes.putFloat(score).putInt(text.length).put(text);
    }
}
