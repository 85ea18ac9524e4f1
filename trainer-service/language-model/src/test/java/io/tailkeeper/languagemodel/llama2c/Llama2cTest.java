package io.tailkeeper.languagemodel.llama2c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.NaiveLlama;
import io.tailkeeper.languagemodel.NaiveModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.models.TokenizerFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Llama2cTest {

    private static final List<String> PIECES =
            List.of(" ", "a", "b", "c", "d", "é", " a", "ab", "bc", " ab", "abc", "cd", "\n");
    private static final float[] SCORES = {0, 0, 0, 0, 0, 0, -3, -1, -2, -4, -6, -5, 0};
    private static final int FIRST = 259;
    private static final List<String> KINDS = List.of(
            "input_layernorm",
            "self_attn.q_proj",
            "self_attn.k_proj",
            "self_attn.v_proj",
            "self_attn.o_proj",
            "post_attention_layernorm",
            "mlp.gate_proj",
            "mlp.down_proj",
            "mlp.up_proj");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTokenizer() throws IOException {
        List<String> all = new ArrayList<>(List.of("<unk>", "\n<s>\n", "\n</s>\n"));
        for (int value = 0; value < 256; value++) {
            all.add("<0x%02X>".formatted(value));
        }
        all.addAll(PIECES);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(little(4).putInt(7).array());
        for (int token = 0; token < all.size(); token++) {
            byte[] piece = all.get(token).getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(little(8)
                    .putFloat(token < FIRST ? 0 : SCORES[token - FIRST])
                    .putInt(piece.length)
                    .array());
            bytes.writeBytes(piece);
        }
        Files.write(folder.resolve("tok272.bin"), bytes.toByteArray());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A model of random weights in the file's order; the tables of cosines are noise, as nobody may read them. */
    private Map<String, float[]> writeModel(boolean tied) throws IOException {
        Random random = new Random(7);
        ModelConfig config = config(tied);
        Map<String, float[]> weights = new HashMap<>();
        config.parameterShapes().forEach((name, shape) -> {
            int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) (random.nextGaussian() * 0.3) + (shape.length == 1 ? 1 : 0);
            }
            weights.put(name, values);
        });
        List<float[]> order = new ArrayList<>();
        order.add(weights.get("model.embed_tokens.weight"));
        for (String kind : KINDS) {
            for (int layer = 0; layer < 2; layer++) {
                order.add(weights.get("model.layers." + layer + "." + kind + ".weight"));
            }
        }
        order.add(weights.get("model.norm.weight"));
        float[] tables = new float[12 * 4];
        Arrays.fill(tables, Float.NaN);
        order.add(tables);
        if (!tied) {
            order.add(weights.get("lm_head.weight"));
        }
        byte[] content =
                new byte[28 + 4 * order.stream().mapToInt(part -> part.length).sum()];
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {16, 28, 2, 4, 2, tied ? 272 : -272, 12}) {
            bytes.putInt(size);
        }
        for (float[] part : order) {
            for (float value : part) {
                bytes.putFloat(value);
            }
        }
        Files.write(folder.resolve("model.bin"), content);
        return weights;
    }

    private static ModelConfig config(boolean tied) {
        return new ModelConfig(2, 4, 16, 12, 272, new Family.Llama(2, 4, 28, 10_000, 1e-5, tied));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fileIsTheModelWhoseNeighbouringComponentsTurn(boolean tied) throws IOException {
        Map<String, float[]> weights = writeModel(tied);
        ModelConfig config = config(tied);
        NaiveModel naive = new NaiveLlama(config, (Family.Llama) config.family(), weights, true);
        int[][] texts = {{1, 260, 271, 5, 8, 100, 44, 266, 259, 3, 200, 17}};
        try (PretrainedModel opened = Models.open(folder);
                NDManager scope = opened.model().manager().newSubManager()) {
            assertThat(opened.model().config()).isEqualTo(config);
            float[] logits =
                    opened.model().logits(LivelyModel.ids(scope, texts)).toFloatArray();
            double[][] expected = naive.logits(texts[0]);
            assertThat(logits).hasSize(12 * 272);
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i]).isCloseTo(expected[i / 272][i % 272], within(1e-4));
            }
        }
    }

    @Test
    void modelIsTheSameAfterItWasSavedAsAHuggingFaceFolder() throws IOException {
        writeModel(false);
        Path saved = folder.resolve("saved");
        try (PretrainedModel opened = Models.open(folder.resolve("model.bin"))) {
            HuggingFaceFolder.write(saved, opened.model(), opened.tokenizer());
            try (PretrainedModel again = Models.open(saved)) {
                assertThat(again.tokenizer().fingerprint())
                        .isEqualTo(opened.tokenizer().fingerprint());
                assertThat(opened.model().parameters()).isNotEmpty();
                opened.model().parameters().forEach((name, tensor) -> assertThat(
                                again.model().parameters().get(name).toFloatArray())
                        .isEqualTo(tensor.toFloatArray()));
            }
        }
    }

    private Tokenizer tokenizer() {
        return TokenizerFiles.of(folder);
    }

    @Test
    void mergesTheBestScoreFirstAndOfEqualOnesTheLeftmost() {
        int[] tokens = tokenizer().encode("abcd"); // ab (-1) before bc (-2); then cd (-5) before abc (-6)
        assertThat(tokens).containsExactly(FIRST + 7, FIRST + 11);
        assertThat(tokenizer().encode("abab")).containsExactly(FIRST + 7, FIRST + 7);
        assertThat(tokenizer().encode("bcbc")).containsExactly(FIRST + 8, FIRST + 8);
        assertThat(tokenizer().encode("")).isEmpty();
    }

    @Test
    void documentBeginsWithItsTokenAndASpaceThatIsGoneAgain() {
        assertThat(tokenizer().encodeDocument("ab c")).containsExactly(1, FIRST + 9, FIRST, FIRST + 3);
        assertThat(tokenizer().encodeDocument("")).containsExactly(1);
        assertThat(tokenizer().decode(tokenizer().encodeDocument("ab c"))).isEqualTo("ab c");
        assertThat(tokenizer().decode(new int[] {FIRST + 9, FIRST + 3, 1, FIRST + 6}))
                .isEqualTo(" abca");
        assertThat(tokenizer().endOfText()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcd\n é", " leading", "naïve 戦場 🙂", "<s> <0x41> </s>", "\u0000\t"})
    void textComesBackWithBytesForWhatHasNoToken(String text) {
        int[] tokens = tokenizer().encode(text);
        assertThat(tokenizer().decode(tokens)).isEqualTo(text);
        assertThat(Arrays.stream(tokens).boxed()).isNotEmpty().allMatch(token -> token >= 3 && token < 272);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcd\n é", "ab c  abc", " leading", "naïve 戦場 🙂", "cdbcabcd a b ab"})
    void savedTokenizerEncodesTheSameInHuggingFacesLibrary(String text) throws IOException {
        Path saved = folder.resolve("saved");
        tokenizer().save(saved);
        try (HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(saved.resolve("tokenizer.json"))) {
            long[] expected = Arrays.stream(tokenizer().encodeDocument(text))
                    .asLongStream()
                    .toArray();
            assertThat(library.encode(text).getIds()).isEqualTo(expected);
            assertThat(library.decode(expected, true)).isEqualTo(text);
        }
        assertThat(TokenizerFiles.of(saved).fingerprint()).isEqualTo(tokenizer().fingerprint());
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Models.open(folder).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void refusesForeignAndDamagedModels() throws IOException {
        assertRefused(folder + " holds no model", "a model is a folder of Hugging Face");
        Path model = folder.resolve("model.bin");
        writeModel(true);
        byte[] content = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(content, content.length - 4));
        assertRefused("model " + model, "bytes, but the file has " + (content.length - 4));
        Files.write(model, Arrays.copyOf(content, 20));
        assertRefused("it is cut off");
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(12, 5);
        Files.write(model, content);
        assertRefused("its header says 5 heads and an embedding of 16");
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(12, 4).putInt(8, 0);
        Files.write(model, content);
        assertRefused("its header says that every size of a model is at least 1");
        ByteBuffer.wrap(content)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x616b3432)
                .putInt(2);
        Files.write(model, content);
        assertRefused("format version 2", "export.py --version 0");
        ByteBuffer.wrap(content).put(new byte[] {'P', 'K', 3, 4});
        Files.write(model, content);
        assertRefused("an archive of pickled weights", "model.safetensors");
        Files.write(folder.resolve("other.bin"), content);
        assertRefused("several models", "other.bin");
    }

    @Test
    void refusesForeignAndDamagedTokenizers() throws IOException {
        writeModel(true);
        Path file = folder.resolve("tok272.bin");
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 1));
        assertRefused("tokenizer " + file, "cut off in token 271", "tokenizer.py");
        Files.write(file, Arrays.copyOf(content, 4 + 8 + 5));
        assertRefused("its token 3 does not stand for byte 0");
        Files.write(file, new byte[3]);
        assertRefused("it is cut off");
        Files.write(file, content);
        Files.write(folder.resolve("tok2.bin"), content);
        assertRefused("several tokenizers", "tokenizer.bin");
    }
}
