package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import java.util.function.Consumer;

/** Where the desk's work goes. What a consumer returns from is published; what it throws on is handed over again. */
public record Outlets(
        Consumer<GenerationMeasured> measures, Consumer<CollapseAlert> alerts, Consumer<RunFinished> ends) {}
