package io.tailkeeper.metrics.text;

import io.tailkeeper.contracts.measures.TextTokens;
import org.jspecify.annotations.Nullable;

/**
 * A document that is measured.
 *
 * @param tokens of the run's model; null where the sender had none
 */
public record MeasuredText(String text, @Nullable TextTokens tokens) {}
