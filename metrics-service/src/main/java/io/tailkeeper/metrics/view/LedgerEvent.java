package io.tailkeeper.metrics.view;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import java.util.List;
import java.util.Locale;

/** Something that people who watch want to know at once. */
public sealed interface LedgerEvent {

    /** The run it happened to. */
    String runId();

    /** The kind of event: {@code run}, {@code generation}, {@code alert}, {@code detectors} or {@code progress}. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** A run began, or its state changed. */
    record Run(String runId, RunView view) implements LedgerEvent {}

    /** A generation was measured. */
    record Generation(String runId, GenerationMeasured measured) implements LedgerEvent {}

    /** A generation has fulfilled a rule of its run. */
    record Alert(String runId, CollapseAlert alert) implements LedgerEvent {}

    /** Detectors have scored a whole pool; only those that are new are listed. */
    record Detectors(String runId, List<DetectorView> detectors) implements LedgerEvent {

        public Detectors {
            detectors = List.copyOf(detectors);
        }
    }

    /** Generations went on; only those that did are listed. */
    record Progress(String runId, List<GenerationProgress> progress) implements LedgerEvent {

        public Progress {
            progress = List.copyOf(progress);
        }
    }
}
