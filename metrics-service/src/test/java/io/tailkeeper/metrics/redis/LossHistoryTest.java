package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.TrainingProgress.Phase;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.view.LossPoint;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The training loss of a generation in a real Redis: bounded, once for each step, and gone when nobody asks any more. */
class LossHistoryTest {

    private static final GenerationKey FIRST = new GenerationKey("run", 1);

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final FakeRun run = new FakeRun("run", "tiny", "baseline", null, 2);
    private TestLedger ledger;

    @BeforeEach
    void open() {
        ledger = new TestLedger(REDIS.calls());
        ledger.record(run.request());
    }

    private static TrainingProgress told(int generation, Phase phase, int done, int total, @Nullable Double loss) {
        return new TrainingProgress("run", generation, phase, done, total, loss, null);
    }

    @Test
    void stepsAreKeptInTheirOrderHoweverOftenTheyAreTold() {
        ledger.record(
                told(1, Phase.SELECTING, 5, 10, null),
                told(1, Phase.TRAINING, 0, 60, null),
                told(1, Phase.TRAINING, 20, 60, 3.0),
                told(1, Phase.TRAINING, 10, 60, 4.0),
                told(1, Phase.TRAINING, 20, 60, 3.0),
                told(2, Phase.TRAINING, 1, 60, 9.0),
                told(1, Phase.EVALUATING, 1, 2, 2.0));

        assertThat(ledger.views.losses(FIRST)).containsExactly(new LossPoint(10, 4.0), new LossPoint(20, 3.0));
        assertThat(ledger.views.losses(new GenerationKey("run", 2))).containsExactly(new LossPoint(1, 9.0));
    }

    @Test
    void aLongTrainingIsThinnedOverAllOfIt() {
        List<TrainingProgress> steps = IntStream.rangeClosed(1, 5_000)
                .mapToObj(step -> told(1, Phase.TRAINING, step, 5_000, 1.0 / step))
                .toList();

        ledger.record(steps);

        List<LossPoint> points = ledger.views.losses(FIRST);
        assertThat(points).hasSize(1_000);
        assertThat(points.getFirst()).isEqualTo(new LossPoint(5, 0.2));
        assertThat(points.get(499).step()).isBetween(2_490, 2_510);
        assertThat(points.getLast()).isEqualTo(new LossPoint(5_000, 1.0 / 5_000));
    }

    @Test
    void nothingIsKeptOfWhatIsOver() {
        ledger.record(told(1, Phase.TRAINING, 1, 60, 9.0));

        ledger.record(new RunFinished("run", RunFinished.Status.CANCELLED, "test", "over", TestLedger.NOW));

        assertThat(ledger.views.losses(FIRST)).isEmpty();
        assertThat(ledger.keys()).isNotEmpty().noneMatch(key -> key.contains("losses"));
    }

    @Test
    void nothingIsKeptOfAMeasuredGeneration() {
        ledger.record(run.messages());
        assertThat(ledger.keys()).anyMatch(key -> key.endsWith(":1:losses"));

        ledger.work(TestLedger.NOW);
        ledger.measures.forEach(ledger::record);

        assertThat(ledger.keys()).isNotEmpty().noneMatch(key -> key.contains("losses"));
    }
}
