package io.tailkeeper.languagemodel.llama2c;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tokenizer of llama2.c as a {@code tokenizer.json}, so that Hugging Face's libraries open what was trained with it. */
final class Llama2cJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPACE = "\u2581"; // how SentencePiece writes a space
    private static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>");

    private record Merge(String first, String second, float score) {}

    private final List<String> pieces = new ArrayList<>();
    private final List<Float> scores;
    private final int firstPiece;

    /** @param firstPiece number of the first token that is neither special nor a byte */
    private Llama2cJson(List<byte[]> pieces, List<Float> scores, int firstPiece) {
        for (byte[] piece : pieces) {
            this.pieces.add(new String(piece, StandardCharsets.UTF_8).replace(" ", SPACE));
        }
        this.scores = scores;
        this.firstPiece = firstPiece;
    }

    /** @param firstPiece number of the first token that is neither special nor a byte */
    static byte[] of(List<byte[]> pieces, List<Float> scores, int firstPiece) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (String token : SPECIAL) {
            ObjectNode entry = added.addObject();
            entry.put("id", SPECIAL.indexOf(token)).put("content", token).put("special", true);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                entry.put(flag, false);
            }
        }
        new Llama2cJson(pieces, scores, firstPiece).putStages(json);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void putStages(ObjectNode json) {
        ArrayNode normalizers = sequence(json, "normalizer", "normalizers");
        normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
        replacement(normalizers, " ", SPACE);
        json.putNull("pre_tokenizer");
        ObjectNode marks = json.putObject("post_processor").put("type", "TemplateProcessing");
        ArrayNode single = marks.putArray("single");
        single.addObject().putObject("SpecialToken").put("id", "<s>").put("type_id", 0);
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        marks.putArray("pair").addAll(single.deepCopy());
        ObjectNode begin = marks.putObject("special_tokens").putObject("<s>").put("id", "<s>");
        begin.putArray("ids").add(SPECIAL.indexOf("<s>"));
        begin.putArray("tokens").add("<s>");
        ArrayNode decoders = sequence(json, "decoder", "decoders");
        replacement(decoders, SPACE, " ");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        decoders.addObject()
                .put("type", "Strip")
                .put("content", " ")
                .put("start", 1)
                .put("stop", 0);
        putModel(json.putObject("model"));
    }

    private static ArrayNode sequence(ObjectNode json, String stage, String parts) {
        return json.putObject(stage).put("type", "Sequence").putArray(parts);
    }

    private static void replacement(ArrayNode stages, String what, String with) {
        stages.addObject()
                .put("type", "Replace")
                .put("content", with)
                .putObject("pattern")
                .put("String", what);
    }

    private void putModel(ObjectNode model) {
        model.put("type", "BPE").put("unk_token", "<unk>").put("fuse_unk", true).put("byte_fallback", true);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int token = 0; token < pieces.size(); token++) {
            vocabulary.put(token < SPECIAL.size() ? SPECIAL.get(token) : pieces.get(token), token);
        }
        ArrayNode merges = model.putArray("merges");
        for (Merge merge : merges()) {
            merges.addArray().add(merge.first()).add(merge.second());
        }
    }

    /** All ways in which a token is two others, the best score first. */
    private List<Merge> merges() {
        Map<String, Integer> known = new HashMap<>();
        for (int token = firstPiece; token < pieces.size(); token++) {
            known.put(pieces.get(token), token);
        }
        List<Merge> merges = new ArrayList<>();
        known.forEach((piece, token) -> {
            for (int i = 1; i < piece.length(); i++) {
                String first = piece.substring(0, i);
                String second = piece.substring(i);
                if (known.containsKey(first) && known.containsKey(second)) {
                    merges.add(new Merge(first, second, scores.get(token)));
                }
            }
        });
        merges.sort(Comparator.comparing(Merge::score)
                .reversed()
                .thenComparing(merge -> known.get(merge.first()))
                .thenComparing(merge -> known.get(merge.second())));
        return merges;
    }
}
