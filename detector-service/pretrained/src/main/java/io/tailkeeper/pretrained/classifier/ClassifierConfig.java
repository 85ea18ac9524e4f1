package io.tailkeeper.pretrained.classifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.json.JsonFault;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What {@code config.json} says of a sequence classifier.
 *
 * @param labels names in the order of the logits
 * @param mostTokens positions there are for tokens, special ones included; 0 where it does not say
 * @param vocabularySize tokens the embedding knows; 0 where it does not say
 */
record ClassifierConfig(List<String> labels, int mostTokens, int vocabularySize) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What Hugging Face's libraries leave out of the file. */
    private static final List<String> DEFAULT_LABELS = List.of("LABEL_0", "LABEL_1");

    /**
     * The padding's token of families whose first position comes after that number, so that as many positions and one more
     * are never used; as the transformers library has it where config.json does not say. ESM's has no default.
     */
    private static final Map<String, Integer> POSITIONS_AFTER_PADDING = Map.ofEntries(
            Map.entry("roberta", 1),
            Map.entry("roberta-prelayernorm", 1),
            Map.entry("xlm-roberta", 1),
            Map.entry("xlm-roberta-xl", 1),
            Map.entry("camembert", 1),
            Map.entry("longformer", 1),
            Map.entry("data2vec-text", 1),
            Map.entry("ibert", 1),
            Map.entry("luke", 1),
            Map.entry("mpnet", 1),
            Map.entry("xmod", 1),
            Map.entry("layoutlmv3", 1),
            Map.entry("esm", 1),
            Map.entry("lilt", 0),
            Map.entry("markuplm", 0));

    /** The one family that begins at position 2 whatever its padding. */
    private static final String POSITIONS_AFTER_TWO = "ernie_m";

    ClassifierConfig {
        labels = List.copyOf(labels);
    }

    static ClassifierConfig read(Path file) throws IOException {
        try {
            JsonNode config = JSON.readTree(file.toFile());
            int positions = size(file, config, "max_position_embeddings", 0);
            return new ClassifierConfig(
                    labels(file, config.path("id2label")),
                    Math.max(0, positions - unusedPositions(file, config)),
                    size(file, config, "vocab_size", 0));
        } catch (JsonProcessingException e) {
            throw new DataException(file + " is no JSON (" + JsonFault.of(e) + "); copy the model's own one");
        }
    }

    private static int unusedPositions(Path file, JsonNode config) {
        String family = config.path("model_type").asText();
        if (family.equals(POSITIONS_AFTER_TWO)) {
            return 2;
        }
        Integer padding = POSITIONS_AFTER_PADDING.get(family);
        return padding == null ? 0 : size(file, config, "pad_token_id", padding) + 1;
    }

    private static int size(Path file, JsonNode config, String field, int otherwise) {
        JsonNode value = config.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() == Integer.MAX_VALUE) {
            throw new DataException(
                    file + ": " + field + " is " + value + ", which is no size; copy the model's own file");
        }
        return value.intValue();
    }

    private static List<String> labels(Path file, JsonNode names) {
        if (names.isEmpty()) {
            return DEFAULT_LABELS;
        }
        String[] labels = new String[names.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = names.path(Integer.toString(i)).asText(null);
        }
        if (Arrays.asList(labels).contains(null)) {
            throw new DataException(file + ": id2label should name the labels 0 to " + (labels.length - 1) + " but is "
                    + names + "; copy the model's own file");
        }
        return List.of(labels);
    }
}
