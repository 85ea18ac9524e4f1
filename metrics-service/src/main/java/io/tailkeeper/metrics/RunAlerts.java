package io.tailkeeper.metrics;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.metrics.alerts.AlertJudge;
import io.tailkeeper.metrics.alerts.JudgedGeneration;
import io.tailkeeper.metrics.view.DetectorView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The alerts of a run: those that were raised, and the next one. */
final class RunAlerts {

    private RunAlerts() {}

    /** What was raised, by generation and rule. */
    static List<CollapseAlert> raised(RunAccount account) {
        return account.generations().values().stream()
                .flatMap(generation -> generation.alerts().values().stream())
                .toList();
    }

    /** The next alert to raise; a run that is over is not judged any more. */
    static Optional<CollapseAlert> due(RunAccount account, Instant now) {
        if (account.finished() != null) {
            return Optional.empty();
        }
        SortedMap<Integer, JudgedGeneration> judged = new TreeMap<>();
        account.generations().forEach((number, generation) -> {
            GenerationMeasured measured = generation.measured();
            if (measured != null) {
                DetectorView.Calibration calibration =
                        generation.detector(account.detectorId()).calibration();
                judged.put(
                        number,
                        new JudgedGeneration(measured, calibration == null ? null : (Boolean) calibration.usable()));
            }
        });
        return new AlertJudge(account.run(), judged)
                .next(raised(account).stream().map(CollapseAlert::key).collect(Collectors.toSet()), now);
    }

    /** The alert that ends the run; none where every generation is measured, for then it is completed. */
    static Optional<CollapseAlert> ending(RunAccount account) {
        return account.finished() != null || account.readyToFinish()
                ? Optional.empty()
                : raised(account).stream().filter(CollapseAlert::endsRun).findFirst();
    }
}
