package io.tailkeeper.metrics.alerts;

import io.tailkeeper.contracts.GenerationMeasured;
import org.jspecify.annotations.Nullable;

/**
 * What rules look at in one generation.
 *
 * @param measured its measures
 * @param detectorUsable whether the detector that it was selected with said that it can be selected with; null where it said
 *     nothing
 */
public record JudgedGeneration(GenerationMeasured measured, @Nullable Boolean detectorUsable) {}
