package io.tailkeeper.local.samples;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.measures.TokenEdits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A line of a generation's {@code samples.jsonl}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SampleLine.Pooled.class, name = "pool"),
    @JsonSubTypes.Type(value = SampleLine.Pair.class, name = "pair")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface SampleLine {

    JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * A sample of the pool that the generation was trained from.
     *
     * @param sampleId its id
     * @param source who wrote it
     * @param writtenBy generation whose model wrote it; null unless it is the run's own text
     * @param prompt human text in front of it
     * @param text the continuation
     * @param detectorId the detector that the run selects with, or would
     * @param syntheticProbability its score, 0 to 1
     * @param learned how often it stood in a batch: copies drawn, times passes over them; 0 where it was dropped
     * @param weight of its loss; null where it was dropped
     * @param edits how many tokens of a human text the last model drew again; null: it is as a human wrote it
     * @param referenceOverlap ROUGE-1 against the human text after its prompt, 0 to 1; null where the run does not select by it
     */
    record Pooled(
            String sampleId,
            Provenance.Source source,
            @Nullable Integer writtenBy,
            String prompt,
            String text,
            String detectorId,
            double syntheticProbability,
            int learned,
            @Nullable Double weight,
            @Nullable TokenEdits edits,
            @Nullable Double referenceOverlap)
            implements SampleLine {

        boolean kept() {
            return learned > 0;
        }

        Pooled learned(int times, @Nullable Double weight) {
            return new Pooled(
                    sampleId,
                    source,
                    writtenBy,
                    prompt,
                    text,
                    detectorId,
                    syntheticProbability,
                    times,
                    weight,
                    edits,
                    referenceOverlap);
        }
    }

    /**
     * What the generation's model wrote after a prompt, and what a human had written. It is of a calibration set: no model
     * learns from it, so it has no score and no weight.
     *
     * @param index of the prompt
     * @param prompt human text
     * @param human the human continuation
     * @param model the model's
     */
    record Pair(int index, String prompt, String human, String model) implements SampleLine {}

    default byte[] json() {
        try {
            return MAPPER.writerFor(SampleLine.class).writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SampleLine read(byte[] json) throws IOException {
        return MAPPER.readValue(json, SampleLine.class);
    }

    static SampleLine read(String line) throws IOException {
        return read(line.getBytes(StandardCharsets.UTF_8));
    }
}
