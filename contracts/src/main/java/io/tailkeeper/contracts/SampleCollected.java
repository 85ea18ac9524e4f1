package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A sample has joined the pool of a generation.
 *
 * @param sampleId unique within the installation; a sample counts once however often it is delivered
 * @param runId the run
 * @param generation the generation whose pool it joins
 * @param prompt human text in front of the continuation; context only, may be empty
 * @param text the continuation: what the detector judges and the trainer learns
 * @param provenance who wrote it, for audit
 * @param age generations since the text joined a pool, where earlier text is kept; null: 0
 * @param referenceOverlap ROUGE-1 of the text against the human text after its prompt, 0 to 1, 1 of that text itself; null where the
 *     run's selection does not read it, or where the producer knows no such text
 */
public record SampleCollected(
        String sampleId,
        String runId,
        int generation,
        String prompt,
        String text,
        Provenance provenance,
        @Nullable Integer age,
        @Nullable Double referenceOverlap) {

    /** Longest prompt and longest text, in UTF-16 units. */
    public static final int MAXIMUM_LENGTH = 262_144;

    public SampleCollected {
        Checks.id("sampleId", sampleId);
        Checks.runId("runId", runId);
        Checks.within("generation", generation, 0, 1_000);
        Checks.text("prompt", prompt, MAXIMUM_LENGTH);
        Checks.text("text", text, MAXIMUM_LENGTH);
        Checks.notBlank("text", text);
        Checks.present("provenance", provenance);
        if (age != null) {
            Checks.within("age", age, 0, 1_000);
        }
        if (referenceOverlap != null) {
            Checks.within("referenceOverlap", referenceOverlap, 0, 1);
        }
    }

    /** New text. */
    public SampleCollected(
            String sampleId, String runId, int generation, String prompt, String text, Provenance provenance) {
        this(sampleId, runId, generation, prompt, text, provenance, null, null);
    }

    /** {@link #age}, or its default. */
    public int ageOrDefault() {
        return age == null ? 0 : age;
    }

    /** The id of a generator's own sample. */
    public static String id(GenerationKey generation, int index) {
        return generation + ":" + index;
    }

    /** The generation whose pool the sample joins. */
    public GenerationKey generationKey() {
        return new GenerationKey(runId, generation);
    }
}
