package io.tailkeeper.languagemodel.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** GPT-2's ranks as a {@code tokenizer.json}, so that Hugging Face's libraries open what was trained with them. */
final class Gpt2RanksJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Gpt2RanksJson() {}

    /**
     * @param ranks bytes of the tokens in order of their ranks, single bytes first
     * @param endOfText text of the token after them
     */
    static byte[] of(List<byte[]> ranks, String endOfText) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        ObjectNode end = json.putArray("added_tokens").addObject();
        end.put("id", ranks.size()).put("content", endOfText).put("special", true);
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            end.put(flag, false);
        }
        json.putNull("normalizer");
        for (String stage : List.of("pre_tokenizer", "post_processor", "decoder")) {
            json.putObject(stage)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", true);
        }
        putModel(json.putObject("model"), ranks, endOfText);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void putModel(ObjectNode model, List<byte[]> ranks, String endOfText) {
        model.put("type", "BPE");
        for (String none : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            model.putNull(none);
        }
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        ArrayNode merges = model.putArray("merges");
        Map<String, Integer> known = new HashMap<>();
        for (byte[] token : ranks) {
            vocabulary.put(ByteLevelAlphabet.spelled(token), known.size());
            if (token.length > 1) {
                merges.add(merge(token, known));
            }
            known.put(new String(token, StandardCharsets.ISO_8859_1), known.size());
        }
        vocabulary.put(endOfText, ranks.size());
    }

    /** The two tokens that a token was made of: what the merges before it leave of its bytes. */
    private static String merge(byte[] token, Map<String, Integer> known) {
        List<String> parts = new ArrayList<>(new String(token, StandardCharsets.ISO_8859_1)
                .chars()
                .mapToObj(Character::toString)
                .toList());
        while (parts.size() > 2) {
            int best = 0;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = known.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
                if (rank < bestRank) {
                    best = i;
                    bestRank = rank;
                }
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        return ByteLevelAlphabet.spelled(parts.getFirst().getBytes(StandardCharsets.ISO_8859_1)) + " "
                + ByteLevelAlphabet.spelled(parts.getLast().getBytes(StandardCharsets.ISO_8859_1));
    }
}
