package io.tailkeeper.languagemodel.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.CheckpointFile;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json}, whose tokens have the ids that it gives them, or it is refused. What would make Hugging Face's
 * library end the process, or never end, is refused before that library sees it.
 */
public final class TokenizerJson {

    public static final String FILE_NAME = "tokenizer.json";

    /** Ids there may be: several times as many as any vocabulary has, and few enough for an array of them. */
    static final int MAX_TOKENS = 1 << 24;

    private static final int LARGEST_GAP = 10_000; // ids that are left free between vocabulary and added tokens

    /**
     * A token that is no part of the model's own vocabulary, or is found before the model looks.
     *
     * @param special whether it marks something, so that no text may spell it
     */
    record AddedToken(int id, String text, boolean special) {}

    private final JsonFile json;
    private final Map<Integer, String> vocabulary = new HashMap<>();
    private final List<AddedToken> added = new ArrayList<>();
    private final int largest;

    private TokenizerJson(JsonFile json) {
        this.json = json;
        Map<String, Integer> ids = new HashMap<>();
        addVocabulary(json.root().path("model").path("vocab"), ids);
        addTokens(json.root().path("added_tokens"), ids);
        if (ids.isEmpty()) {
            throw refused("it has no vocabulary", null);
        }
        largest = Collections.max(ids.values());
        int pieces = json.root().path("model").path("vocab").size();
        if (json.root().path("model").path("vocab").isArray() && largest - pieces > added.size() + LARGEST_GAP) {
            throw refused("its vocabulary has " + pieces + " pieces, but a token the id " + largest, null);
        }
        try {
            TokenizerStages.requireSafe(json.root(), largest);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The tokenizer of a file.
     *
     * @throws CheckpointException when the file is missing, no JSON, or contradicts itself
     */
    public static TokenizerJson read(Path file) {
        return new TokenizerJson(JsonFile.read(file));
    }

    /** Writes a {@code tokenizer.json} and what says which of its tokens ends a text. */
    public static Path save(Path folder, byte[] tokenizer, String endOfText) {
        Map<String, String> settings = Map.of(EndTokens.TEXT, endOfText);
        try {
            CheckpointFile.write(folder.resolve(EndTokens.SETTINGS), new ObjectMapper().writeValueAsBytes(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CheckpointFile.write(folder.resolve(FILE_NAME), tokenizer);
    }

    private void addVocabulary(JsonNode vocab, Map<String, Integer> ids) {
        if (vocab.isArray()) { // SentencePiece's unigrams, each at the place of its id
            for (int id = 0; id < vocab.size(); id++) {
                JsonNode piece = vocab.path(id);
                if (!piece.path(0).isTextual() || !piece.path(1).isNumber()) {
                    throw refused("entry " + id + " of its vocabulary is no piece with a score", null);
                }
                ids.put(piece.path(0).textValue(), id); // a piece may come twice, as CamemBERT's unknown one did
                vocabulary.put(id, piece.path(0).textValue());
            }
        }
        if (vocab.isObject()) {
            vocab.properties().forEach(entry -> add(entry.getKey(), id(entry.getKey(), entry.getValue()), ids));
        }
    }

    private void addTokens(JsonNode tokens, Map<String, Integer> ids) {
        if (!tokens.isArray() && !tokens.isMissingNode() && !tokens.isNull()) {
            throw refused("its added_tokens are no list", null);
        }
        for (JsonNode token : tokens) {
            String text = token.path("content").asText();
            if (text.isEmpty()) {
                throw refused("one of its added_tokens has no content", null);
            }
            int id = id(text, token.path("id"));
            Integer before = ids.get(text);
            if (before == null) {
                add(text, id, ids);
            } else if (before != id && !text.equals(vocabulary.get(id))) {
                throw refused("token " + ForeignText.shown(text) + " has two ids, " + before + " and " + id, null);
            }
            added.add(new AddedToken(id, text, token.path("special").asBoolean()));
        }
    }

    private int id(String text, JsonNode id) {
        if (!id.isInt() || id.intValue() < 0 || id.intValue() >= MAX_TOKENS) {
            throw refused(
                    "token " + ForeignText.shown(text) + " has the id " + ForeignText.shown(id.toString())
                            + ", which is no whole number from 0 to " + (MAX_TOKENS - 1),
                    null);
        }
        return id.intValue();
    }

    private void add(String text, int id, Map<String, Integer> ids) {
        Integer before = ids.put(text, id);
        if (before != null) {
            throw refused("token " + ForeignText.shown(text) + " has two ids, " + before + " and " + id, null);
        }
        String other = vocabulary.put(id, text);
        if (other != null) {
            throw refused(
                    "tokens " + ForeignText.shown(other) + " and " + ForeignText.shown(text) + " have one id, " + id,
                    null);
        }
    }

    CheckpointException refused(String what, @Nullable Throwable cause) {
        return new CheckpointException(
                "tokenizer " + json.path() + ": " + what + "; download or save the model's folder again", cause);
    }

    JsonNode root() {
        return json.root();
    }

    /** The texts of all tokens by their ids, as the file writes them. */
    Map<Integer, String> vocabulary() {
        return vocabulary;
    }

    /** The added tokens, in the file's order. */
    List<AddedToken> added() {
        return added;
    }

    /** The largest id there is. */
    public int largest() {
        return largest;
    }

    /**
     * Hugging Face's library with this tokenizer, which gives each token the file's id. No text spells a special token,
     * nothing is cut and nothing filled up.
     *
     * @return to be closed by the caller
     * @throws CheckpointException when the library does not read the file
     */
    public HuggingFaceTokenizer encoder() {
        if (System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu"); // on a machine with a GPU the library would be downloaded
        }
        ObjectNode plain = new PlainTokenizer(json.root().deepCopy(), added).json();
        byte[] text = plain.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(text), Map.of("truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(
                    "tokenizer " + json.path() + " is none that Hugging Face's library reads: "
                            + ForeignText.shown(String.valueOf(e.getMessage()))
                            + "; download or save the model's folder again",
                    e);
        }
    }
}
