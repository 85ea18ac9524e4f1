package io.tailkeeper.pretrained.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {

    /** A graph that never ends is what is told apart; an ordinary one is refused within a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int VOCABULARY = TinyClassifier.VOCABULARY;

    @TempDir
    private Path folder;

    private Path model;

    /** A classifier whose only weights lie elsewhere: the mean of the tokens' rows of two numbers. */
    private void write(String location) throws IOException {
        model = TinyClassifier.of(2).write(folder, "human", "machine");
        Files.write(model.resolve("model.onnx"), reading(new TinyOnnx().external("table", location, VOCABULARY, 2)));
    }

    private static byte[] reading(TinyOnnx table) {
        return table.input("input_ids", TinyOnnx.INT64)
                .node("Gather", List.of("table", "input_ids"), "words")
                .node("ReduceMean", List.of("words"), "logits", "axes", 1, "keepdims", 0)
                .output("logits", 2)
                .toByteArray();
    }

    private void writeWeights(String name, float changed) throws IOException {
        ByteBuffer weights = ByteBuffer.allocate(VOCABULARY * 2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < VOCABULARY * 2; i++) {
            weights.putFloat(i == 7 ? changed : i % 5);
        }
        Files.createDirectories(model.resolve(name).getParent());
        Files.write(model.resolve(name), weights.array());
    }

    private String digest() throws IOException {
        try (SequenceClassifier classifier = SequenceClassifier.open(model, ClassifierSettings.of("machine"))) {
            assertThat(classifier.logit("w3 w4")).isFinite();
            return classifier.digest();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx_data", "weights.bin", "parts/one.data"})
    void weightsInOtherFilesArePartOfTheDigestWhateverTheirNames(String name) throws IOException {
        write(name);
        writeWeights(name, 1);
        String before = digest();
        assertThat(digest()).isEqualTo(before);
        writeWeights(name, 2);
        assertThat(digest()).isNotEqualTo(before);
        Files.writeString(model.resolve("unrelated.bin"), "x");
        writeWeights(name, 1);
        assertThat(digest()).isEqualTo(before);
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(this::digest)
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(model.resolve("model.onnx").toString())
                .hasMessageContainingAll(reasons)
                .message()
                .hasLineCount(1);
    }

    @Test
    void weightsThatAreMissingElsewhereOrCutOffAreRefused() throws IOException {
        write("weights.bin");
        assertRefused("keeps weights in " + model.toAbsolutePath().resolve("weights.bin"), "missing");
        for (String elsewhere : List.of("../weights.bin", "/etc/hostname", "", "a\u0000b", "*/_ORT_MEM_ADDR_/*")) {
            write(elsewhere);
            assertRefused("keeps weights in");
        }
    }

    @Test
    void weightsThatAreNoNumbersAreRefusedByName() throws IOException {
        write("weights.bin");
        writeWeights("weights.bin", Float.NaN);
        assertRefused("its tensor table has the value NaN");
        float[] table = new float[VOCABULARY * 2];
        table[79] = Float.NaN;
        Files.write(model.resolve("model.onnx"), reading(new TinyOnnx().floats("table", table, VOCABULARY, 2)));
        assertRefused("its tensor table has the value NaN");
    }

    @Test
    void aLoopThatDoesNotEndIsGivenUp() throws IOException {
        Path file = folder.resolve("loop.onnx");
        Files.write(
                file,
                new TinyOnnx()
                        .floats("table", new float[VOCABULARY * 2], VOCABULARY, 2)
                        .yes("on and on")
                        .input("input_ids", TinyOnnx.INT64)
                        .node("Gather", List.of("table", "input_ids"), "words")
                        .node("ReduceMean", List.of("words"), "mean", "axes", 1, "keepdims", 0)
                        .loop("on and on", "mean", "logits")
                        .output("logits", 2)
                        .toByteArray());
        try (ClassifierSession session = new ClassifierSession(file, Duration.ofMillis(300))) {
            assertTimeoutPreemptively(PATIENCE, () -> assertThatThrownBy(() -> session.logits(new long[] {1, 2}))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("fails on 2 tokens"));
        }
    }
}
