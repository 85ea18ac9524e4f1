package io.tailkeeper.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.report.Canned;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentViewTest {

    @Test
    void whatWasSeenIsNotForgottenWhenTheReadModelIsRebuilt() {
        ExperimentView seen = Canned.view();
        RunView finished = seen.runs().getFirst();
        RunView begun = new RunView(finished.run(), "running", null, List.of(), List.of(), List.of());
        ExperimentView rebuilt = new ExperimentView(seen.experimentId(), List.of(begun));

        assertThat(rebuilt.keeping(seen).run(finished.run().runId())).contains(finished);
        assertThat(rebuilt.keeping(seen).runs()).hasSameSizeAs(seen.runs());
        assertThat(rebuilt.keeping(ExperimentView.empty("quickstart-1"))).isEqualTo(rebuilt);
    }

    @Test
    void measuresOfARunThatIsOverAreNotForgottenEither() {
        ExperimentView seen = Canned.view();
        RunView finished = seen.runs().getFirst();
        RunView measuredLater =
                new RunView(finished.run(), finished.state(), finished.finished(), List.of(), List.of(), List.of());
        ExperimentView rebuilt = new ExperimentView(seen.experimentId(), List.of(measuredLater));

        assertThat(rebuilt.keeping(seen).run(finished.run().runId())).contains(finished);
    }

    @Test
    void aRunSaysWhetherAndHowItEnded() {
        RunView ended = Canned.view().runs().getFirst();
        RunView open = new RunView(ended.run(), "running", null, List.of(), List.of(), List.of());
        RunFinished cancelled =
                new RunFinished(ended.run().runId(), RunFinished.Status.CANCELLED, "somebody", null, Instant.EPOCH);
        RunView stopped = new RunView(ended.run(), "cancelled", cancelled, List.of(), List.of(), List.of());

        assertThat(ended.over()).isTrue();
        assertThat(ended.completed()).isTrue();
        assertThat(open.over()).isFalse();
        assertThat(open.completed()).isFalse();
        assertThat(stopped.over()).isTrue();
        assertThat(stopped.completed()).isFalse();
        assertThat(stopped.end().why()).isEqualTo("no reason was given");
    }

    @Test
    void generationsAndProgressStandInOrder() {
        RunView run = Canned.view().runs().stream()
                .filter(each -> each.generations().size() > 1)
                .findFirst()
                .orElseThrow();

        RunView reversed = new RunView(
                run.run(),
                run.state(),
                run.finished(),
                run.progress(),
                run.generations().reversed(),
                run.detectors());

        assertThat(reversed.generations()).isEqualTo(run.generations());
    }

    @Test
    void aShadowNeverDecides() {
        DetectorView detector = Canned.view().runs().stream()
                .flatMap(run -> run.detectors().stream())
                .filter(DetectorView::deciding)
                .findFirst()
                .orElseThrow();

        assertThat(detector.asShadow().deciding()).isFalse();
        assertThat(detector.asShadow().calibration()).isEqualTo(detector.calibration());
        assertThat(new DetectorView(1, "mine", true, 0, 8, null, null).tooWeak())
                .isFalse();
    }
}
