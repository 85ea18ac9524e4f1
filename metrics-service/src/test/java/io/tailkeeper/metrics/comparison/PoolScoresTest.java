package io.tailkeeper.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.selection.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolScoresTest {

    private static List<Candidate> pool() {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            pool.add(new Candidate("run:1:a" + (10 + i), 0.05, Source.HUMAN, i));
            pool.add(new Candidate("run:1:b" + (10 + i), i < 8 ? 0.5 : 1, Source.SYNTHETIC, 32 + i));
        }
        return pool;
    }

    private static PoolScores scores(SelectionSpecification selection) {
        RunRequested run = new FakeRun("run", selection).request();
        PoolScores scores =
                new DetectorComparison(run, 1, pool(), null).compare().pool();
        assertThat(scores).isNotNull();
        return scores;
    }

    @Test
    void samplesAreCountedByWhoWroteThemCertaintyInTheLastBin() {
        PoolScores scores = scores(
                new FakeRun("run", (String) null).request().specification().selection());

        assertThat(scores.human()).containsExactly(32L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(scores.machine()).containsExactly(0L, 0L, 0L, 0L, 0L, 8L, 0L, 0L, 0L, 24L);
        assertThat(scores.unknown()).hasSize(10).containsOnly(0L);
        assertThat(scores.meanBefore()).isCloseTo((32 * 0.05 + 8 * 0.5 + 24) / 64, within(1e-12));
    }

    @Test
    void whatIsCertainlyMachineWrittenIsNotKeptAndTheMeanFalls() {
        PoolScores scores = scores(
                new FakeRun("run", (String) null).request().specification().selection());

        assertThat(scores.kept()).hasSize(10).endsWith(0L);
        assertThat(scores.kept().getFirst()).isBetween(1L, 32L);
        assertThat(scores.meanAfter()).isBetween(0.0499, scores.meanBefore() / 2);
    }

    @Test
    void withoutASelectionByScoresNothingIsSaidOfIt() {
        PoolScores scores =
                scores(new SelectionSpecification(SelectionSpecification.Method.NONE, "encoder", 10, null, 0.05, 1, 3));

        assertThat(scores.kept()).isNull();
        assertThat(scores.meanAfter()).isNull();
    }
}
