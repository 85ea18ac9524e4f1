package io.tailkeeper.pretrained.classifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A classifier that is computed twice, by ONNX Runtime and here: mean of the tokens' embeddings, times weights, plus
 * biases. Its words are w3, w4 and so on, by their token ids; 0 is [UNK], 1 [CLS], 2 [SEP].
 *
 * @param labels number of logits
 * @param inputs names of the model's inputs
 * @param type of the inputs
 */
public record TinyClassifier(int labels, List<String> inputs, int type) {

    public static final int VOCABULARY = 40;
    static final List<String> ALL_INPUTS = List.of("input_ids", "attention_mask", "token_type_ids");
    private static final int WIDTH = 6;

    /** One with all inputs of BERT. */
    public static TinyClassifier of(int labels) {
        return new TinyClassifier(labels, ALL_INPUTS, TinyOnnx.INT64);
    }

    private static float[] random(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] embedding() {
        return random(VOCABULARY * WIDTH, 1);
    }

    private static float[] segments() {
        return random(2 * WIDTH, 2);
    }

    private float[] weights() {
        return random(WIDTH * labels, 3);
    }

    private float[] biases() {
        return random(labels, 4);
    }

    /** Logits by plain loops over the ids that the model should see. */
    public double[] logits(int... ids) {
        double[] mean = new double[WIDTH];
        for (int id : ids) {
            for (int i = 0; i < WIDTH; i++) {
                double segment = inputs.contains("token_type_ids") ? segments()[i] : 0;
                mean[i] += (embedding()[id * WIDTH + i] + segment) / ids.length;
            }
        }
        double[] logits = new double[labels];
        for (int label = 0; label < labels; label++) {
            logits[label] = biases()[label];
            for (int i = 0; i < WIDTH; i++) {
                logits[label] += mean[i] * weights()[i * labels + label];
            }
        }
        return logits;
    }

    byte[] onnx() {
        TinyOnnx onnx = new TinyOnnx()
                .floats("embedding", embedding(), VOCABULARY, WIDTH)
                .floats("weights", weights(), WIDTH, labels)
                .floats("biases", biases(), labels);
        inputs.forEach(input -> onnx.input(input, type));
        onnx.node("Gather", List.of("embedding", "input_ids"), "words");
        String states = "words"; // (B, T, C)
        if (inputs.contains("token_type_ids")) {
            onnx.floats("segments", segments(), 2, WIDTH)
                    .node("Gather", List.of("segments", "token_type_ids"), "sides")
                    .node("Add", List.of(states, "sides"), "placed");
            states = "placed";
        }
        if (inputs.contains("attention_mask")) {
            onnx.int64("last", -1)
                    .node("Cast", List.of("attention_mask"), "mask", "to", TinyOnnx.FLOAT)
                    .node("Unsqueeze", List.of("mask", "last"), "column")
                    .node("Mul", List.of(states, "column"), "masked");
            states = "masked";
        }
        return onnx.node("ReduceMean", List.of(states), "mean", "axes", 1, "keepdims", 0)
                .node("Gemm", List.of("mean", "weights", "biases"), "logits")
                .output("logits", 2)
                .toByteArray();
    }

    static String tokenizer(int vocabulary) {
        return tokenizer(IntStream.range(3, vocabulary).boxed().collect(Collectors.toMap(id -> "w" + id, id -> id)));
    }

    private static String tokenizer(Map<String, Integer> ids) {
        String words = ids.entrySet().stream()
                .map(word -> "\"" + word.getKey() + "\": " + word.getValue())
                .collect(Collectors.joining(", "));
        return """
                {"version": "1.0", "truncation": {"max_length": 4, "strategy": "LongestFirst", "stride": 0,
                   "direction": "Right"}, "padding": null, "normalizer": null,
                 "added_tokens": [%s, %s, %s], "pre_tokenizer": {"type": "WhitespaceSplit"}, "decoder": null,
                 "post_processor": {"type": "TemplateProcessing",
                   "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                     {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
                   "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                   "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]},
                     "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}},
                 "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, %s}}}
                """
                .formatted(special(0, "[UNK]"), special(1, "[CLS]"), special(2, "[SEP]"), words);
    }

    private static String special(int id, String content) {
        return ("{\"id\": %d, \"content\": \"%s\", \"single_word\": false, \"lstrip\": false, \"rstrip\": false,"
                        + " \"normalized\": false, \"special\": true}")
                .formatted(id, content);
    }

    static String config(String... labels) {
        String names = IntStream.range(0, labels.length)
                .mapToObj(i -> "\"" + i + "\": \"" + labels[i] + "\"")
                .collect(Collectors.joining(", "));
        return "{\"model_type\": \"bert\", \"vocab_size\": %d, \"max_position_embeddings\": 12, \"id2label\": {%s}}"
                .formatted(VOCABULARY, names);
    }

    /** Writes model, tokenizer and config.json as a Hugging Face folder. */
    public Path write(Path folder, String... labelNames) throws IOException {
        return writeAll(folder, tokenizer(VOCABULARY), labelNames);
    }

    /** The same for a classifier that knows other words, by their token ids. */
    public Path write(Path folder, Map<String, Integer> words, String... labelNames) throws IOException {
        return writeAll(folder, tokenizer(words), labelNames);
    }

    private Path writeAll(Path folder, String tokenizer, String[] labelNames) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("model.onnx"), onnx());
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
        Files.writeString(folder.resolve("config.json"), config(labelNames));
        return folder;
    }
}
