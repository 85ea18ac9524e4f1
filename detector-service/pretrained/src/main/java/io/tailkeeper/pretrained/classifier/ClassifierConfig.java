package io.tailkeeper.pretrained.classifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What {@code config.json} says of a sequence classifier.
 *
 * @param labels names in the order of the logits
 * @param mostTokens positions there are for tokens, special ones included; 0 where it does not say
 * @param vocabularySize tokens the embedding knows; 0 where it does not say
 */
record ClassifierConfig(List<String> labels, int mostTokens, int vocabularySize) {

    /** What Hugging Face's libraries leave out of the file. */
    private static final List<String> DEFAULT_LABELS = List.of("LABEL_0", "LABEL_1");

    /** Their first position comes after that of the padding, so that many are never used. */
    private static final Set<String> POSITIONS_AFTER_PADDING =
            Set.of("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "longformer");

    ClassifierConfig {
        labels = List.copyOf(labels);
    }

    static ClassifierConfig read(Path file) throws IOException {
        try {
            JsonNode config = new ObjectMapper().readTree(file.toFile());
            return new ClassifierConfig(
                    labels(file, config.path("id2label")),
                    Math.max(0, config.path("max_position_embeddings").asInt() - unusedPositions(config)),
                    config.path("vocab_size").asInt());
        } catch (JsonProcessingException e) {
            throw new DataException(file + " is no JSON (" + e.getOriginalMessage() + "); copy the model's own one");
        }
    }

    private static int unusedPositions(JsonNode config) {
        return POSITIONS_AFTER_PADDING.contains(config.path("model_type").asText())
                ? config.path("pad_token_id").asInt(1) + 1
                : 0;
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
