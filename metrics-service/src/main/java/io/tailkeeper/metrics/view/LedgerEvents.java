package io.tailkeeper.metrics.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what happened to a run between two looks at it. */
public final class LedgerEvents {

    private LedgerEvents() {}

    /** What happened between two views; {@code before} is null when the run was not known. */
    public static List<LedgerEvent> between(@Nullable RunView before, RunView now) {
        String runId = now.run().runId();
        List<LedgerEvent> events = new ArrayList<>();
        if (before == null || before.state() != now.state()) {
            events.add(new LedgerEvent.Run(runId, now));
        }
        now.generations().stream()
                .filter(measured -> before == null || !before.generations().contains(measured))
                .forEach(measured -> events.add(new LedgerEvent.Generation(runId, measured)));
        now.alerts().stream()
                .filter(alert -> before == null || !before.alerts().contains(alert))
                .forEach(alert -> events.add(new LedgerEvent.Alert(runId, alert)));
        List<DetectorView> detectors = now.detectors().stream()
                .filter(entry -> entry.figures() != null)
                .filter(entry -> before == null || !before.detectors().contains(entry))
                .toList();
        if (!detectors.isEmpty()) {
            events.add(new LedgerEvent.Detectors(runId, detectors));
        }
        List<GenerationProgress> progress = now.progress().stream()
                .filter(entry -> before == null || !before.progress().contains(entry))
                .toList();
        if (!progress.isEmpty()) {
            events.add(new LedgerEvent.Progress(runId, progress));
        }
        return events;
    }
}
