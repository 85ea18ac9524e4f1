package io.tailkeeper.detector.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.testing.Specifications;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The runs of this test are decided by {@code encoder}. */
class RunEndingTest {

    private static final GenerationKey FIRST = new GenerationKey("run", 1);

    private final KnownRuns known = new KnownRuns();
    private final List<String> givenUp = new ArrayList<>();
    private final List<RunFinished> ended = new ArrayList<>();
    private boolean brokerIsAway;
    private final RunEnding ending = new RunEnding(known, Clock.systemUTC(), new RunEnding.Announcements() {
        @Override
        public void ended(RunFinished run) {
            if (brokerIsAway) {
                throw new IllegalStateException("the broker is away");
            }
            ended.add(run);
        }

        @Override
        public void givenUp(GenerationKey generation, String detectorId, String reason) {
            givenUp.add(detectorId + " " + generation + ": " + reason);
        }
    });

    private void request() {
        known.note(Specifications.run("run", null));
    }

    @Test
    void aShadowThatFailsBeforeTheRequestIsReadEndsNoRun() {
        ending.cannotJudge(FIRST, "shadow", "its model is damaged");
        ending.endUndecidable();
        request();
        ending.endUndecidable();
        assertThat(givenUp).containsExactly("shadow run:1: its model is damaged");
        assertThat(ended).isEmpty();
        assertThat(known.decide(FIRST, "encoder").verdict()).isEqualTo(KnownRuns.Verdict.WAIT);
    }

    @Test
    void aDecidingDetectorThatFailsBeforeTheRequestIsReadEndsTheRunOnceItIs() {
        ending.cannotJudge(FIRST, "encoder", "its model is damaged");
        ending.cannotJudge(new GenerationKey("run", 2), "encoder", "again");
        ending.cannotJudge(new GenerationKey("nobody", 1), "encoder", "its model is damaged");
        ending.endUndecidable();
        assertThat(ended).isEmpty();
        request();
        brokerIsAway = true;
        assertThatThrownBy(ending::endUndecidable).hasMessage("the broker is away");
        brokerIsAway = false;
        ending.endUndecidable();
        ending.endUndecidable();
        assertThat(ended)
                .extracting(RunFinished::runId, RunFinished::reason)
                .containsExactly(tuple("run", "its model is damaged"));
        assertThat(known.isOver("run")).isTrue();
    }

    @Test
    void whatNobodyRequestsIsForgottenWithTheOldest() {
        String reason = "r".repeat(12_000);
        for (int i = 0; i < 1_000; i++) {
            ending.cannotJudge(new GenerationKey("run-" + i, 1), "encoder", reason);
        }
        assertThat(known.size()).as("runs of 1,520 weights").isEqualTo(KnownRuns.MAX_SPARE / 1_520);
        known.note(Specifications.run("run-999", null));
        known.note(Specifications.run("run-0", null));
        ending.endUndecidable();
        assertThat(ended).extracting(RunFinished::runId).containsExactly("run-999");
    }
}
