package io.tailkeeper.pretrained.classifier;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.detector.LengthWindow;
import io.tailkeeper.detector.labelled.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The tokens of a text as a classifier was trained on them, by the {@code tokenizer.json} of its folder: special tokens
 * around it, cut at one end of the text and never at a special token. Safe for use by several threads.
 *
 * <p>The file's special tokens are added around a text and never found within it, so that no text can spell one.
 */
final class ClassifierTokens implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final int largest;
    private final int most;
    private final LengthWindow.Side side;

    private ClassifierTokens(HuggingFaceTokenizer tokenizer, int largest, int most, LengthWindow.Side side) {
        this.tokenizer = tokenizer;
        this.largest = largest;
        this.most = most;
        this.side = side;
    }

    /**
     * Reads a tokenizer.
     *
     * @param most tokens of a text, special ones included
     * @param side the end of a longer text that is kept
     * @throws DataException when the file is none that Hugging Face's library reads
     */
    static ClassifierTokens read(Path file, int most, LengthWindow.Side side) throws IOException {
        if (System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu"); // on a machine with a GPU the library would be downloaded
        }
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            int largest = largest(json);
            byte[] text = withoutSpecialTokens(json).toString().getBytes(StandardCharsets.UTF_8);
            Map<String, String> options = Map.of("truncation", "false", "padding", "false");
            return new ClassifierTokens(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(text), options), largest, most, side);
        } catch (IOException | RuntimeException e) {
            throw new DataException(file + " is no tokenizer that Hugging Face's library reads (" + e.getMessage()
                    + "); download or save the model's folder again");
        }
    }

    private static ObjectNode withoutSpecialTokens(JsonNode json) {
        ObjectNode plain = json.deepCopy();
        ArrayNode added = plain.putArray("added_tokens");
        for (JsonNode token : json.path("added_tokens")) {
            if (!token.path("special").asBoolean()) {
                added.add(token);
            }
        }
        return plain;
    }

    private static int largest(JsonNode json) {
        JsonNode vocabulary = json.path("model").path("vocab");
        int largest = vocabulary.isArray() ? vocabulary.size() - 1 : -1; // SentencePiece's unigrams stand in order
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id.asInt());
            }
        }
        for (JsonNode token : json.path("added_tokens")) {
            largest = Math.max(largest, token.path("id").asInt());
        }
        return largest;
    }

    /** The largest id there is. */
    int largest() {
        return largest;
    }

    /** The ids of a text: special tokens before it, its tokens or one end of them, special tokens after it. */
    long[] encode(String text) {
        Encoding encoding = tokenizer.encode(text, true, false);
        long[] ids = encoding.getIds();
        if (ids.length <= most) {
            return ids;
        }
        long[] special = encoding.getSpecialTokenMask();
        int before = 0;
        while (before < ids.length && special[before] == 1) {
            before++;
        }
        int after = ids.length;
        while (after > before && special[after - 1] == 1) {
            after--;
        }
        return kept(ids, before, after);
    }

    /** Cuts the tokens between the special ones, which stand before {@code before} and from {@code after} on. */
    private long[] kept(long[] ids, int before, int after) {
        int room = most - before - (ids.length - after);
        if (room < 1) {
            throw new DataException("most tokens: " + most + " leaves no room for a text beside the "
                    + (before + ids.length - after) + " special tokens of the model; give more");
        }
        int from = side == LengthWindow.Side.HEAD ? before : after - room;
        long[] kept = Arrays.copyOf(ids, most);
        System.arraycopy(ids, from, kept, before, room);
        System.arraycopy(ids, after, kept, before + room, ids.length - after);
        return kept;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
