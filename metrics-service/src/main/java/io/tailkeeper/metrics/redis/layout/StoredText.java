package io.tailkeeper.metrics.redis.layout;

import io.tailkeeper.contracts.measures.TextTokens;
import org.jspecify.annotations.Nullable;

/** A labelled text, until its generation is measured. */
public record StoredText(boolean machineWritten, String text, @Nullable TextTokens tokens) {}
