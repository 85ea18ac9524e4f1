package io.tailkeeper.metrics;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunView;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Makes of an account what people and programs read. */
final class RunViews {

    private RunViews() {}

    static RunView of(RunAccount account) {
        RunRequested run = account.run();
        return new RunView(
                run,
                RunState.of(account.finished()),
                account.finished(),
                account.generations().entrySet().stream()
                        .filter(entry -> entry.getKey() <= run.specification().generations())
                        .filter(entry -> entry.getKey() > 0 || run.baseRunId() == null)
                        .map(entry -> entry.getValue()
                                .progress(entry.getKey(), pool(run, entry.getKey()), account.detectorId()))
                        .toList(),
                account.generations().values().stream()
                        .map(GenerationAccount::measured)
                        .filter(Objects::nonNull)
                        .toList(),
                account.selecting()
                        .flatMap(entry -> detectors(account, entry.getKey(), entry.getValue()).stream())
                        .toList(),
                RunAlerts.raised(account));
    }

    private static int pool(RunRequested run, int number) {
        return run.specification().data().pooledDocuments(number);
    }

    /** Every detector that scored, the deciding one first. */
    private static List<DetectorView> detectors(RunAccount account, int number, GenerationAccount generation) {
        String deciding = account.detectorId();
        int pool = pool(account.run(), number);
        boolean decided = generation.detector(deciding).scored() == pool;
        return generation.detectors().entrySet().stream()
                .filter(entry -> entry.getValue().scored() > 0)
                .map(entry -> {
                    DetectorAccount detector = entry.getValue();
                    return new DetectorView(
                            number,
                            entry.getKey(),
                            entry.getKey().equals(deciding),
                            detector.scored(),
                            pool,
                            detector.calibration(),
                            decided && detector.scored() == pool ? detector.figures() : null);
                })
                .sorted(Comparator.comparing(DetectorView::deciding).reversed())
                .toList();
    }
}
