package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.redis.LedgerOffsets.Outcome;
import io.tailkeeper.metrics.redis.LedgerOffsets.Stretch;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerOffsetsTest {

    private static final String PARTITION = "samples.collected.v1-0";

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private RedisLedger ledger;
    private LedgerOffsets offsets;

    @BeforeEach
    void open() {
        ledger = new RedisLedger(REDIS.calls(), InstantSource.system());
        ledger.enter(new LedgerEntry.Requested(new FakeRun("run", "tiny", "base", null, 1).request()));
        offsets = instance();
    }

    private LedgerOffsets instance() {
        return new LedgerOffsets(REDIS.calls());
    }

    private static Map<String, Long> assign(LedgerOffsets instance) {
        return instance.assigned(Map.of(PARTITION, 1_000L));
    }

    private Outcome enter(LedgerOffsets instance, long first, long next) {
        LedgerPlan plan = ledger.plan(List.of(TestLedger.collected("run", "sample-" + first)));
        return instance.enter(plan, List.of(new Stretch(PARTITION, first, next)));
    }

    private int collected() {
        return new RunStore(REDIS.calls())
                .find("run")
                .flatMap(run -> run.find(0))
                .map(generation -> generation.counts().collected())
                .orElse(0);
    }

    @Test
    void anInstanceGoesOnWhereTheLedgerStands() {
        assertThat(assign(offsets)).containsEntry(PARTITION, 0L);
        assertThat(enter(offsets, 0, 10)).isEqualTo(Outcome.ENTERED);
        assertThat(enter(offsets, 10, 12)).isEqualTo(Outcome.ENTERED);

        assertThat(assign(instance())).containsEntry(PARTITION, 12L);
    }

    @Test
    void anEmptiedRedisIsReadFromTheBeginning() {
        assign(offsets);
        enter(offsets, 0, 10);
        REDIS.empty();

        assertThat(offsets.upToDate()).isFalse();
        assertThat(enter(offsets, 10, 12)).isEqualTo(Outcome.MOVED);
        assertThat(collected()).isZero();
        assertThat(assign(offsets)).containsEntry(PARTITION, 0L);
    }

    @Test
    void anOlderStateIsReadFromWhereItStands() {
        assign(offsets);
        enter(offsets, 0, 10);
        String older =
                REDIS.calls().call(Command.HGET, RedisKeys.OFFSETS, PARTITION).toString();
        enter(offsets, 10, 20);
        REDIS.calls().call(Command.SET, RedisKeys.COMPLETE, "complete");
        REDIS.calls().call(Command.HSET, RedisKeys.OFFSETS, PARTITION, older);

        assertThat(enter(offsets, 20, 30)).isEqualTo(Outcome.MOVED);
        offsets.revoked(List.of(PARTITION));
        assertThat(assign(offsets)).containsEntry(PARTITION, 10L);
        assertThat(REDIS.calls().call(Command.EXISTS, RedisKeys.COMPLETE).toInteger())
                .as("what was shown is older than what was")
                .isZero();
    }

    @Test
    void anOwnerThatWasHaltedWritesNothingAfterItsSuccessor() {
        assign(offsets);
        enter(offsets, 0, 10);
        LedgerOffsets successor = instance();
        assign(successor);
        assertThat(enter(successor, 10, 20)).isEqualTo(Outcome.ENTERED);

        assertThat(enter(offsets, 10, 15)).isEqualTo(Outcome.MOVED);
        assertThat(enter(successor, 20, 30)).isEqualTo(Outcome.ENTERED);
        assertThat(assign(instance())).containsEntry(PARTITION, 30L);
    }

    @Test
    void aBatchFromBeyondAGapIsEnteredButMovesNothingOn() {
        assign(offsets);
        enter(offsets, 0, 10);

        assertThat(enter(offsets, 50, 60)).isEqualTo(Outcome.ENTERED);

        assertThat(collected()).isEqualTo(2);
        assertThat(assign(instance())).containsEntry(PARTITION, 10L);
    }

    @Test
    void whatIsKnownToBeReadMovesOnBehindMarkers() {
        assign(offsets);
        enter(offsets, 0, 10);

        assertThat(offsets.settle(Map.of(PARTITION, 11L), offsets.assignment())).isEqualTo(Outcome.ENTERED);
        assertThat(enter(offsets, 11, 12)).isEqualTo(Outcome.ENTERED);

        assertThat(assign(instance())).containsEntry(PARTITION, 12L);
    }

    @Test
    void whatWasKnownBeforePartitionsMovedSaysNothing() {
        assign(offsets);
        enter(offsets, 0, 10);
        int before = offsets.assignment();
        assign(offsets);

        offsets.settle(Map.of(PARTITION, 500L), before);

        assertThat(assign(instance())).containsEntry(PARTITION, 10L);
    }

    @Test
    void aTopicThatWasMadeAnewIsReadFromItsBeginning() {
        assign(offsets);
        enter(offsets, 0, 10);

        assertThat(instance().assigned(Map.of(PARTITION, 3L))).containsEntry(PARTITION, 0L);
    }

    @Test
    void aPartitionThatWentAwayTakesNothingMore() {
        assign(offsets);
        offsets.revoked(List.of(PARTITION));

        assertThat(enter(offsets, 0, 10)).isEqualTo(Outcome.MOVED);
        assertThat(collected()).isZero();
    }

    @Test
    void aBatchThatWasPlannedWithoutTheRequestIsPlannedAgain() {
        assign(offsets);
        LedgerPlan plan = ledger.plan(List.of(TestLedger.collected("later", "sample")));
        assertThat(plan.unrequested()).isTrue();
        ledger.enter(new LedgerEntry.Requested(new FakeRun("later", "tiny", "base", null, 1).request()));

        assertThat(offsets.enter(plan, List.of(new Stretch(PARTITION, 0, 1)))).isEqualTo(Outcome.CHANGED);
        assertThat(assign(offsets)).containsEntry(PARTITION, 0L);
    }
}
