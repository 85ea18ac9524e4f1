package io.tailkeeper.languagemodel.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A {@code tokenizer.json} without its special tokens, so that no text can spell one, whose other tokens keep their ids.
 *
 * <p>Hugging Face's library numbers added tokens itself, one after another behind the vocabulary; only those that stand in
 * the vocabulary have the number that they have there. So they are put there.
 */
final class PlainTokenizer {

    private static final String VOCABULARY = "vocab";
    private static final String ADDED = "added_tokens";

    private final ObjectNode json;
    private final String unspelled = UUID.randomUUID() + " "; // begins the names of tokens that no text has
    private final Map<String, TokenizerJson.AddedToken> special = new HashMap<>();
    private final List<TokenizerJson.AddedToken> ordinary = new ArrayList<>();

    /** @param json becomes the plain one */
    PlainTokenizer(ObjectNode json, List<TokenizerJson.AddedToken> added) {
        this.json = json;
        for (TokenizerJson.AddedToken token : added) {
            if (token.special()) {
                special.put(token.text(), token);
            } else {
                ordinary.add(token);
            }
        }
        ordinary.sort(Comparator.comparingInt(TokenizerJson.AddedToken::id));
    }

    ObjectNode json() {
        json.putNull("truncation");
        json.putNull("padding");
        ArrayNode added = json.arrayNode();
        for (JsonNode token : json.path(ADDED)) {
            if (!special.containsKey(token.path("content").asText())) {
                added.add(token);
            }
        }
        json.set(ADDED, added);
        if (json.path("model") instanceof ObjectNode model) {
            switch (model.path(VOCABULARY)) {
                case ArrayNode pieces -> renumber(pieces, model.path("unk_id").asInt(-1));
                case ObjectNode words -> model.set(VOCABULARY, renumbered(words, model));
                default -> {} // the library says what is wrong
            }
        }
        return json;
    }

    private void renumber(ArrayNode pieces, int unknown) {
        double least = 0;
        for (int id = 0; id < pieces.size(); id++) {
            least = Math.min(least, pieces.path(id).path(1).doubleValue());
            if (id != unknown && special.containsKey(pieces.path(id).path(0).asText())) {
                ((ArrayNode) pieces.path(id)).set(0, unspelled + id);
            }
        }
        for (TokenizerJson.AddedToken token : ordinary) {
            while (pieces.size() < token.id()) {
                pieces.addArray().add(unspelled + pieces.size()).add(least);
            }
            if (pieces.size() == token.id()) {
                pieces.addArray().add(token.text()).add(least);
            }
        }
    }

    private ObjectNode renumbered(ObjectNode words, ObjectNode model) {
        // Byte pairs become a special token by their merges only, which name it, or as a whole word.
        boolean renamed = !model.path("type").asText("BPE").equals("BPE")
                || model.path("ignore_merges").asBoolean();
        String unknown = model.path("unk_token").asText();
        ObjectNode all = json.objectNode();
        words.properties().forEach(word -> {
            boolean hidden = renamed
                    && special.containsKey(word.getKey())
                    && !word.getKey().equals(unknown);
            all.set(hidden ? unspelled + word.getValue() : word.getKey(), word.getValue());
        });
        ordinary.forEach(token -> all.put(token.text(), token.id()));
        return all;
    }
}
