package io.tailkeeper.report;

import io.tailkeeper.measures.PopulationStability;
import io.tailkeeper.report.view.DetectorView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far what the deciding detector says of a pool has moved since the generation before. */
final class DetectorDrift {

    private DetectorDrift() {}

    /** The population stability index, nats; null where either generation lacks its scores, as generation 1 always does. */
    static @Nullable Double of(ArmReport run, GenerationReport each) {
        List<Long> before = scores(run, each.generation() - 1);
        List<Long> now = scores(run, each.generation());
        return before == null || now == null ? null : PopulationStability.of(counts(before), counts(now));
    }

    private static @Nullable List<Long> scores(ArmReport run, int generation) {
        return run.detectors().stream()
                .filter(detector -> detector.deciding() && detector.generation() == generation)
                .findFirst()
                .map(DetectorView::figures)
                .map(DetectorView.Figures::scores)
                .orElse(null);
    }

    private static long[] counts(List<Long> scores) {
        return scores.stream().mapToLong(Long::longValue).toArray();
    }
}
