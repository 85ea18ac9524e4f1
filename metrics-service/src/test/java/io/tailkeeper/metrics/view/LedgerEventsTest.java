package io.tailkeeper.metrics.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.metrics.FakeRun;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerEventsTest {

    private static final FakeRun RUN = new FakeRun("run", "tiny", "base", null, 0);
    private static final RunFinished END =
            new RunFinished("run", RunFinished.Status.COMPLETED, "metrics", null, Instant.EPOCH);
    private static final RunView BEGUN = view(null, List.of());
    private static final RunView UNDER_WAY = view(null, List.of(progress(3)));

    private static RunView view(RunFinished finished, List<GenerationProgress> progress) {
        return new RunView(RUN.request(), RunState.of(finished), finished, progress, List.of(), List.of(), List.of());
    }

    private static GenerationProgress progress(int collected) {
        return new GenerationProgress(0, collected, 64, 0, 0, false, 0, null, null, null, null, null, false);
    }

    @Test
    void tellsBeginningProgressAndEnd() {
        assertThat(kinds(null, BEGUN)).containsExactly("run");
        assertThat(kinds(BEGUN, UNDER_WAY)).containsExactly("progress");
        assertThat(kinds(UNDER_WAY, view(null, List.of(progress(4))))).containsExactly("progress");
        assertThat(kinds(UNDER_WAY, view(END, List.of(progress(3))))).containsExactly("run");
    }

    @Test
    void tellsOfEachAlertOnce() {
        CollapseAlert alert = new CollapseAlert(
                "run",
                "e",
                "baseline",
                1,
                "rule",
                AlertMeasure.BIAS,
                "bias above 1",
                2,
                1,
                1,
                AlertRule.Severity.WARNING,
                false,
                "bias is 2",
                Instant.EPOCH);
        RunView raised =
                new RunView(RUN.request(), RunState.RUNNING, null, List.of(), List.of(), List.of(), List.of(alert));

        assertThat(LedgerEvents.between(BEGUN, raised)).containsExactly(new LedgerEvent.Alert("run", alert));
        assertThat(kinds(BEGUN, raised)).containsExactly("alert");
        assertThat(kinds(raised, raised)).isEmpty();
    }

    @Test
    void tellsNothingOfWhatWasShownBefore() {
        assertThat(kinds(UNDER_WAY, UNDER_WAY)).isEmpty();
    }

    private static List<String> kinds(RunView before, RunView now) {
        return LedgerEvents.between(before, now).stream().map(LedgerEvent::kind).toList();
    }
}
