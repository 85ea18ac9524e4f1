package io.tailkeeper.metrics.view;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as people and programs read it.
 *
 * @param run what was asked for
 * @param state where it stands
 * @param finished how it ended; null while it runs
 * @param progress one entry per generation begun, in order; an adopted generation 0 has none
 * @param generations the measured generations, in order
 * @param detectors every detector of every generation from 1 on, the deciding one first
 * @param alerts what was raised, by generation and rule
 */
public record RunView(
        RunRequested run,
        RunState state,
        @Nullable RunFinished finished,
        List<GenerationProgress> progress,
        List<GenerationMeasured> generations,
        List<DetectorView> detectors,
        List<CollapseAlert> alerts) {

    public RunView {
        progress = List.copyOf(progress);
        generations = List.copyOf(generations);
        detectors = List.copyOf(detectors);
        // An earlier release stored views without alerts.
        alerts = alerts == null ? List.of() : List.copyOf(alerts);
    }
}
