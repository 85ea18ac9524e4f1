package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;

/**
 * A selected sample as the trainer learns it.
 *
 * @param sampleId the sample
 * @param prompt context, in front of {@code text}
 * @param text the continuation
 * @param weight of its loss; weights of a selection have mean 1
 * @param lossFrom offset in {@code prompt + text}, in UTF-16 units, where the loss begins
 * @param source who wrote it; counted for the report, never read by the loss
 */
public record WeightedSample(
        String sampleId, String prompt, String text, double weight, int lossFrom, Provenance.Source source) {

    public WeightedSample {
        Checks.id("sampleId", sampleId);
        Checks.text("prompt", prompt, SampleCollected.MAXIMUM_LENGTH);
        Checks.text("text", text, SampleCollected.MAXIMUM_LENGTH);
        Checks.within("weight", weight, 0, 1e9);
        Checks.within("lossFrom", lossFrom, 0, (long) prompt.length() + text.length());
        Checks.present("source", source);
    }
}
