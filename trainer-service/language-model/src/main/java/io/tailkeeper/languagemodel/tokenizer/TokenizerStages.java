package io.tailkeeper.languagemodel.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.ForeignText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What Hugging Face's library would stumble over while it encodes, in the stages of a {@code tokenizer.json}. */
final class TokenizerStages {

    /** Characters of a word that WordPiece looks at; the time grows with their square. BERT has 100. */
    private static final int LONGEST_WORD = 500;

    private static final String CHARACTERS = "precompiled_charsmap";

    private TokenizerStages() {}

    /**
     * Looks through all stages.
     *
     * @param largest id of a token
     * @throws IllegalArgumentException when the library would end the process, or take for ever; the message says why
     */
    static void requireSafe(JsonNode tokenizer, int largest) {
        requireLinearModel(tokenizer.path("model"));
        Deque<JsonNode> open = new ArrayDeque<>();
        for (String stage : List.of("normalizer", "pre_tokenizer", "post_processor", "decoder")) {
            open.add(tokenizer.path(stage));
        }
        while (!open.isEmpty()) {
            JsonNode part = open.pop();
            // The library knows a stage by its fields where it has no type.
            if (part.has(CHARACTERS) || part.path("type").asText().equals("Precompiled")) {
                CharacterMap.requireSafe(text(part.path(CHARACTERS)));
            }
            if (part.has("special_tokens")) {
                requireTokens(part, largest);
            }
            if (part.has("sep") && part.has("cls")) {
                requireToken(part.path("sep").path(1), largest);
                requireToken(part.path("cls").path(1), largest);
            }
            if (part.path("Regex").isTextual()) {
                LinearRegex.require(part.path("Regex").textValue());
            }
            part.forEach(open::push);
        }
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : "";
    }

    private static void requireLinearModel(JsonNode model) {
        JsonNode longest = model.path("max_input_chars_per_word");
        if (longest.isNumber() && longest.longValue() > LONGEST_WORD) {
            throw new IllegalArgumentException("max_input_chars_per_word is " + longest + ", more than " + LONGEST_WORD
                    + "; a long word would take for ever");
        }
        String prefix = model.path("continuing_subword_prefix").asText("");
        if (prefix.isEmpty() || prefix.equals("null")) {
            return;
        }
        for (JsonNode merge : model.path("merges")) {
            String second = merge.isArray()
                    ? merge.path(1).asText()
                    : merge.asText().substring(merge.asText().indexOf(' ') + 1);
            if (!second.startsWith(prefix)
                    || prefix.length()
                            != prefix.codePoints().filter(c -> c < 128).count()) {
                throw new IllegalArgumentException("its merge " + ForeignText.shown(merge.toString())
                        + " does not go on with continuing_subword_prefix " + ForeignText.shown(prefix));
            }
        }
    }

    private static void requireTokens(JsonNode template, int largest) {
        JsonNode known = template.path("special_tokens");
        for (String form : List.of("single", "pair")) {
            for (JsonNode piece : template.path(form)) {
                String name = piece.path("SpecialToken").path("id").asText();
                if (piece.has("SpecialToken") && !known.has(name)) {
                    throw new IllegalArgumentException("its template names the special token " + ForeignText.shown(name)
                            + ", which it does not list");
                }
            }
        }
        for (Map.Entry<String, JsonNode> token : known.properties()) {
            if (token.getValue().path("ids").size()
                    != token.getValue().path("tokens").size()) {
                throw new IllegalArgumentException(
                        "its template has not one id for each token of " + ForeignText.shown(token.getKey()));
            }
            token.getValue().path("ids").forEach(id -> requireToken(id, largest));
        }
    }

    private static void requireToken(JsonNode id, int largest) {
        if (!id.isInt() || id.intValue() < 0 || id.intValue() > largest) {
            throw new IllegalArgumentException("it puts the token " + ForeignText.shown(id.toString())
                    + " around a text, but its tokens are 0 to " + largest);
        }
    }
}
