package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.LedgerEntries;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.removal.ExperimentRemoval;
import io.tailkeeper.metrics.view.RunSummary;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Removed runs in a real Redis: nothing is left but a mark, and what Kafka says again changes nothing. */
class ExperimentRemovalTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final FakeRun gone = new FakeRun("gone", "unwanted", "base", null, 1);
    private final FakeRun goner = new FakeRun("gone-s2", "unwanted", "base", null, 1);
    private final FakeRun kept = new FakeRun("gone-not", "kept", "base", null, 1);
    private TestLedger ledger;
    private ExperimentRemoval removal;

    @BeforeEach
    void open() {
        ledger = new TestLedger(REDIS.calls());
        removal = new ExperimentRemoval(REDIS.calls());
    }

    private void completed(FakeRun... runs) {
        for (FakeRun run : runs) {
            ledger.record(run.messages());
        }
        ledger.work(TestLedger.NOW);
        ledger.ends.forEach(ledger::record);
        ledger.compare();
    }

    private List<String> shown() {
        return ledger.views.summaries().stream().map(RunSummary::runId).toList();
    }

    @Test
    void nothingIsLeftOfRemovedRunsAndAllOfOthers() {
        completed(gone, goner, kept);
        List<String> others =
                ledger.keys().filter(key -> key.contains("gone-not")).sorted().toList();
        assertThat(others).isNotEmpty();

        assertThat(removal.remove(List.of("gone", "gone-s2"))).isEmpty();

        assertThat(shown()).containsExactly("gone-not");
        assertThat(ledger.views.find("gone")).isEmpty();
        assertThat(ledger.keys()
                        .filter(key -> key.contains("gone"))
                        .filter(key -> !key.contains("gone-not"))
                        .sorted())
                .containsExactly(RedisKeys.ledger("gone"), RedisKeys.ledger("gone-s2"));
        assertThat(REDIS.calls().call(Command.HLEN, RedisKeys.ledger("gone")).toInteger())
                .isEqualTo(1);
        assertThat(ledger.keys().filter(key -> key.contains("gone-not")).sorted())
                .isEqualTo(others);
    }

    @Test
    void whatIsToldAgainChangesNothing() {
        completed(gone);
        assertThat(removal.remove(List.of("gone"))).isEmpty();
        List<String> before = ledger.keys().sorted().toList();

        ledger.record(gone.messages());
        ledger.record(new RunFinished("gone", RunFinished.Status.COMPLETED, "metrics", null, TestLedger.NOW));
        ledger.compare();

        assertThat(shown()).isEmpty();
        assertThat(ledger.keys().sorted()).isEqualTo(before);
        assertThat(removal.remove(List.of("gone"))).as("once more").isEmpty();
    }

    @Test
    void oneRunThatGoesOnKeepsAll() {
        completed(gone);
        ledger.record(goner.request());
        ledger.show();

        assertThat(removal.remove(List.of("gone", "gone-s2"))).contains("gone-s2");

        assertThat(shown()).containsExactlyInAnyOrder("gone", "gone-s2");
        assertThat(ledger.views.find("gone")).isPresent();
    }

    /** Planned before the removal, made after it. */
    @Test
    void whatWasUnderWayIsPlannedAnew() {
        completed(gone);
        List<LedgerEntry> entries = gone.messages().stream()
                .flatMap(message -> LedgerEntries.of(message).stream())
                .toList();
        LedgerPlan plan = new RedisLedger(REDIS.calls(), () -> TestLedger.NOW).plan(entries);
        assertThat(removal.remove(List.of("gone"))).isEmpty();

        assertThat(new LedgerOffsets(REDIS.calls()).enter(plan, List.of())).isNotEqualTo(LedgerOffsets.Outcome.ENTERED);

        SortedMap<Integer, RejectedMessageException> refused = ledger.enter(entries);
        assertThat(refused).isEmpty();
        assertThat(shown()).isEmpty();
    }
}
