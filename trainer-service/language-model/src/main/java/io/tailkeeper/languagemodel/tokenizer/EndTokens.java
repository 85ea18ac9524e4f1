package io.tailkeeper.languagemodel.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which tokens end a text, by all that a model's folder says of it. */
public final class EndTokens {

    static final String SETTINGS = "tokenizer_config.json";
    static final String TEXT = "eos_token";

    private static final String ID = "eos_token_id";
    private static final List<String> PLACES = List.of("config.json", "generation_config.json");
    private static final List<String> USUAL = List.of("<|endoftext|>", "</s>");

    private EndTokens() {}

    /**
     * The ids that {@code config.json} and {@code generation_config.json} name, one or a list; where the tokenizer has none
     * of them, the one that {@code tokenizer_config.json} names, or a usual one.
     *
     * @return at least one; the first is one that the tokenizer has
     * @throws CheckpointException when a file names what is no token, or none of them names one
     */
    public static List<Integer> of(Path folder, TokenizerJson tokenizer) {
        Set<Integer> named = named(folder);
        List<Integer> ends = new ArrayList<>();
        named.stream().filter(tokenizer.vocabulary()::containsKey).findFirst().ifPresent(ends::add);
        if (ends.isEmpty()) {
            ends.add(byText(folder, tokenizer));
        }
        named.stream().filter(token -> !ends.contains(token)).forEach(ends::add);
        return ends;
    }

    /** The files that name end tokens by their ids, for a message. */
    public static String files() {
        return String.join(" or ", PLACES);
    }

    /**
     * The ids that {@code config.json} and {@code generation_config.json} name, none where they name none.
     *
     * @throws CheckpointException when a file names what is no token
     */
    public static Set<Integer> named(Path folder) {
        Set<Integer> named = new LinkedHashSet<>();
        for (String place : PLACES) {
            if (Files.exists(folder.resolve(place))) {
                named.addAll(JsonFile.read(folder.resolve(place)).tokens(ID, 0, TokenizerJson.MAX_TOKENS));
            }
        }
        return named;
    }

    private static int byText(Path folder, TokenizerJson tokenizer) {
        Map<String, Integer> added = new HashMap<>();
        tokenizer.added().forEach(token -> added.put(token.text(), token.id()));
        List<String> texts = new ArrayList<>();
        if (Files.exists(folder.resolve(SETTINGS))) {
            JsonNode token = JsonFile.read(folder.resolve(SETTINGS)).root().path(TEXT);
            texts.add(token.isObject() ? token.path("content").asText() : token.asText());
        }
        texts.addAll(USUAL);
        return texts.stream()
                .filter(added::containsKey)
                .findFirst()
                .map(added::get)
                .orElseThrow(() -> new CheckpointException("tokenizer " + folder.resolve(TokenizerJson.FILE_NAME)
                        + " does not say which token ends a text; add \"" + TEXT + "\" to " + SETTINGS
                        + " beside it, one of "
                        + ForeignText.shown(added.keySet().toString())));
    }
}
