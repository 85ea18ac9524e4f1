package io.tailkeeper.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what happened between two looks at the ledger. Not safe for use by several threads. */
public final class LedgerEvents {

    private final Map<String, RunView> seen = new HashMap<>();

    /** Takes runs as known: they are no news. */
    public void startFrom(List<RunView> runs) {
        runs.forEach(view -> seen.put(view.run().runId(), view));
    }

    /** What happened to these runs since they were last shown, in the order of the runs. */
    public List<LedgerEvent> since(List<RunView> runs) {
        List<LedgerEvent> events = new ArrayList<>();
        for (RunView now : runs) {
            String runId = now.run().runId();
            RunView before = seen.put(runId, now);
            if (before == null || before.state() != now.state()) {
                events.add(new LedgerEvent.Run(runId, now));
            }
            now.generations().stream()
                    .filter(measured -> before == null || !before.generations().contains(measured))
                    .forEach(measured -> events.add(new LedgerEvent.Generation(runId, measured)));
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
        }
        return events;
    }
}
