package io.tailkeeper.languagemodel;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The byte-level byte pairs of a {@code tokenizer.json}, as GPT-2 and SmolLM2 have them. Hugging Face's own library
 * encodes, with the file's special tokens taken out, so that no text can spell one.
 */
final class JsonTokenizer implements Tokenizer {

    static final String FILE_NAME = "tokenizer.json";

    private final byte[] content;
    private final HuggingFaceTokenizer encoder;
    private final Map<Integer, byte[]> pieces = new HashMap<>();
    private final int vocabularySize;
    private final int endOfText;

    private JsonTokenizer(JsonFile json, byte[] content, ToIntFunction<Map<String, Integer>> end) {
        this.content = content;
        json.root()
                .path("model")
                .path("vocab")
                .properties()
                .forEach(entry -> pieces.put(entry.getValue().asInt(), ByteLevelAlphabet.bytes(entry.getKey())));
        Map<String, Integer> added = new HashMap<>();
        for (JsonNode token : json.root().path("added_tokens")) {
            String text = token.path("content").asText();
            added.put(text, token.path("id").asInt());
            pieces.put(token.path("id").asInt(), text.getBytes(StandardCharsets.UTF_8));
        }
        if (pieces.isEmpty()) {
            throw unsupported(json, "it has no vocabulary");
        }
        vocabularySize = Collections.max(pieces.keySet()) + 1;
        endOfText = end.applyAsInt(added);
        encoder = encoder(json);
    }

    /**
     * The tokenizer of a file.
     *
     * @param end finds the token that ends a text, among those that are no byte pairs, by their text
     * @throws CheckpointException when the file is missing, corrupt, or of another kind
     */
    static JsonTokenizer read(Path file, ToIntFunction<Map<String, Integer>> end) {
        JsonFile json = JsonFile.read(file);
        String kind = json.root().path("model").path("type").asText("BPE");
        if (!kind.equals("BPE") || !json.root().path("decoder").toString().contains("\"ByteLevel\"")) {
            throw unsupported(
                    json,
                    "it is " + kind + " with the decoder "
                            + json.root().path("decoder").path("type").asText("missing"));
        }
        try {
            return new JsonTokenizer(json, Files.readAllBytes(file), end);
        } catch (IOException e) {
            throw new CheckpointException("tokenizer " + file + " cannot be read: " + e, e);
        }
    }

    private static CheckpointException unsupported(JsonFile json, String what) {
        return new CheckpointException("tokenizer " + json.path() + ": " + what
                + ", but Tailkeeper reads byte-level BPE, as GPT-2 and SmolLM2 have it; take a model with such a one");
    }

    private static HuggingFaceTokenizer encoder(JsonFile json) {
        if (System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu"); // on a machine with a GPU the library would be downloaded
        }
        ObjectNode plain = json.root().deepCopy();
        ArrayNode added = plain.putArray("added_tokens");
        for (JsonNode token : json.root().path("added_tokens")) {
            if (!token.path("special").asBoolean()) {
                added.add(token);
            }
        }
        byte[] text = plain.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(text), Map.of("truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(
                    "tokenizer " + json.path() + " is none that Hugging Face's library reads: " + e.getMessage()
                            + "; download or save the model's folder again",
                    e);
        }
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public int endOfText() {
        return endOfText;
    }

    @Override
    public int[] encode(String text) {
        return encode(text, false);
    }

    private int[] encode(String text, boolean marked) {
        return Arrays.stream(encoder.encode(text, marked, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Override
    public int[] encodeDocument(String text) {
        List<Integer> own = IntStream.of(encode(text, false)).boxed().toList();
        List<Integer> marked = IntStream.of(encode(text, true)).boxed().toList();
        int begin = own.isEmpty() ? 0 : Math.max(0, Collections.indexOfSubList(marked, own));
        List<Integer> document = marked.subList(0, own.isEmpty() ? Math.min(1, marked.size()) : begin + own.size());
        return document.isEmpty()
                ? new int[] {endOfText}
                : document.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public byte[] bytes(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(pieces.getOrDefault(token, new byte[0])); // models may know more tokens than there are
        }
        return bytes.toByteArray();
    }

    @Override
    public String fingerprint() {
        return "sha256-" + Sha256.of(content);
    }

    @Override
    public Path save(Path folder) {
        return TokenizerFiles.saveJson(folder, content, new String(pieces.get(endOfText), StandardCharsets.UTF_8));
    }
}
