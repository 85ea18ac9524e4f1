package io.tailkeeper.detector.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.detector.Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxEncoderTest {

    private static final String TEXT = "a carriage pulled by four horses with one driver";

    private static OnnxEncoder encoder;

    @BeforeAll
    static void load() {
        encoder = new OnnxEncoder(2);
    }

    @AfterAll
    static void unload() {
        encoder.close();
    }

    @Test
    void theFeaturesOfATextAreTheSameAloneAndInAnyCompany() {
        float[] alone = encoder.encode(List.of(TEXT)).getFirst();
        List<String> company = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            company.add("many words ".repeat(1 + i * 3) + i);
        }
        company.add(TEXT);
        for (int shuffle = 0; shuffle < 3; shuffle++) {
            Collections.shuffle(company, new java.util.Random(shuffle));
            assertThat(encoder.encode(company).get(company.indexOf(TEXT))).containsExactly(alone);
        }
        try (OnnxEncoder single = new OnnxEncoder(1)) {
            assertThat(single.encode(company).get(company.indexOf(TEXT))).containsExactly(alone);
            assertThat(single.version()).isEqualTo(encoder.version()).hasSize(64);
        }
    }

    @Test
    void everyTextHasFiniteFeatures() {
        List<String> texts = List.of(
                "",
                " ",
                "\u200b",
                "\ud800",
                "\ud83d\ude00",
                "x".repeat(300),
                "\u4e2d\u6587",
                "[CLS] ##ing",
                "a ".repeat(131_072));
        assertThat(encoder.encode(texts)).hasSize(texts.size()).allSatisfy(features -> {
            assertThat(features).hasSize(encoder.dimension());
            for (float feature : features) {
                assertThat(Float.isFinite(feature)).isTrue();
            }
        });
        assertThat(encoder.encode(List.of())).isEmpty();
    }

    @Test
    void innerLayersAreOtherFeaturesOfTheSameModel() {
        Encoder inner = encoder.innerLayers();
        assertThat(inner.version()).hasSize(64).isNotEqualTo(encoder.version());
        float[] last = Arrays.copyOf(encoder.encode(List.of(TEXT)).getFirst(), 384);
        List<float[]> features = inner.encode(List.of("", TEXT, "other words", TEXT));
        assertThat(features)
                .hasSize(4)
                .allSatisfy(each -> assertThat(each).hasSize(inner.dimension()).doesNotContain(Float.NaN));
        assertThat(features.get(3)).containsExactly(features.get(1));
        assertThat(features.get(2)).isNotEqualTo(features.get(1));
        for (int from = 0; from < inner.dimension(); from += 384) {
            float[] layer = Arrays.copyOfRange(features.get(1), from, from + 384);
            assertThat(layer).isNotEqualTo(last);
            assertThat(encoder.encode(List.of(TEXT)).getFirst())
                    .as("left as they were")
                    .startsWith(last);
        }
    }

    private static byte[] model() throws IOException {
        try (InputStream model = OnnxEncoder.class.getResourceAsStream("/all-minilm-l6-v2-q.onnx")) {
            return model.readAllBytes();
        }
    }

    /** Scores hang on every byte; another file of the model has another digest. */
    @Test
    void theBeginningOfTheModelIsTheSameToTheByte() throws IOException {
        List<String> layers = List.of(
                "/encoder/layer.0/output/LayerNorm/Add_1_output_0", "/encoder/layer.1/output/LayerNorm/Add_1_output_0");
        byte[] part = ModelPart.endingWith(layers, model());
        assertThat(part).hasSize(15_597_554);
        assertThat(new Sha256().add(part).hex())
                .isEqualTo("653426b72d3af61240d1ac318e3a57443b1ac2898f715a322e10a30f846927c1");
    }

    @Test
    void theBeginningOfTheModelGivesTheStatesThatTheWholeOneGives() throws IOException {
        byte[] whole = model();
        String second = "/encoder/layer.1/output/LayerNorm/Add_1_output_0";
        long[] ids = {101, 7592, 1010, 2088, 999, 102};
        byte[] part = ModelPart.endingWith(List.of(second), whole);
        assertThat(part.length).isLessThan(whole.length * 3 / 4);
        try (OnnxStates all = new OnnxStates("whole", whole, 1);
                OnnxStates both =
                        new OnnxStates("both", ModelPart.endingWith(List.of("last_hidden_state", second), whole), 1);
                OnnxStates beginning = new OnnxStates("beginning", part, 1)) {
            List<float[]> states = both.of(ids);
            assertThat(states.get(0))
                    .as("the whole model")
                    .containsExactly(all.of(ids).getFirst());
            assertThat(beginning.of(ids)).hasSize(1);
            assertThat(beginning.of(ids).getFirst()).containsExactly(states.get(1));
        }
        assertThatThrownBy(() -> ModelPart.endingWith(List.of("no such value"), whole))
                .hasMessage("no node of the model gives no such value");
        assertThatThrownBy(() -> ModelPart.endingWith(List.of(second), Arrays.copyOf(whole, whole.length / 2)))
                .hasMessageContaining("longer than the message");
    }

    @Test
    void formatDoesNotChangeTheFeatures() {
        List<float[]> features = encoder.encode(List.of("it's \"so\"", " it\u2019s\n\u201cso\u201d "));
        assertThat(features.get(1)).containsExactly(features.get(0));
    }

    @Test
    void likeMeaningsLieCloser() {
        List<float[]> features =
                encoder.encode(List.of("a small dog barks", "a little puppy is barking", "tax law of 1913"));
        assertThat(cosine(features.get(0), features.get(1)))
                .isGreaterThan(cosine(features.get(0), features.get(2)) + 0.3);
    }

    @Test
    void wordPiecesAreThoseOfTheUncasedVocabulary() throws IOException {
        try (InputStream vocabulary = OnnxEncoder.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            WordPieces pieces = new WordPieces(vocabulary);
            // The ids are those of another implementation, the tokenizers library.
            assertThat(pieces.encode("Hello, WORLD!", 512)).containsExactly(101, 7592, 1010, 2088, 999, 102);
            assertThat(pieces.encode("unaffable", 512)).containsExactly(101, 14477, 20961, 3468, 102);
            assertThat(pieces.encode("na\u00efve", 512)).containsExactly(pieces.encode("naive", 512));
            assertThat(pieces.encode("hello hello hello", 4)).containsExactly(101, 7592, 7592, 102);
            assertThat(pieces.encode("x".repeat(101), 512)).containsExactly(101, 100, 102);
            assertThat(pieces.continuesWord(3468)).isTrue();
            assertThat(pieces.continuesWord(7592)).isFalse();
        }
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int i = 0; i < 384; i++) {
            product += left[i] * right[i];
            leftSquares += left[i] * left[i];
            rightSquares += right[i] * right[i];
        }
        return product / Math.sqrt(leftSquares * rightSquares);
    }
}
