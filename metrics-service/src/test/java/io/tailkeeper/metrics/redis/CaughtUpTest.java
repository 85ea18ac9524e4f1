package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CaughtUpTest {

    private static final String PARTITION = "runs.requested.v1-0";

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private CaughtUp caughtUp;
    private RunViews views;

    @BeforeEach
    void start() {
        caughtUp = new CaughtUp(REDIS.calls());
        views = new RunViews(REDIS.calls(), caughtUp);
    }

    private static void readTo(long offset) {
        REDIS.calls().call(Command.HSET, RedisKeys.OFFSETS, PARTITION, offset + "@somebody");
    }

    private static void look(CaughtUp instance, long end) {
        instance.look(() -> Map.of(PARTITION, end, "samples.scored.v1-2", 0L));
    }

    private void open() {
        readTo(5);
        look(caughtUp, 5);
        caughtUp.complete();
        look(caughtUp, 5);
    }

    @Test
    void nothingIsAnsweredBeforeAllIsReadAndShown() {
        assertThatThrownBy(views::summaries).isInstanceOf(NotCaughtUpException.class);
        readTo(4);
        look(caughtUp, 5);
        assertThat(caughtUp.reached()).isFalse();
        assertThat(caughtUp.problem()).hasValue("catching up, not read to the end yet: runs.requested.v1-0");

        readTo(5);
        REDIS.calls().call(Command.ZADD, RedisKeys.CHANGED, 3, "run");
        REDIS.calls().call(Command.SET, RedisKeys.REVISION, 3);
        look(caughtUp, 99);
        assertThat(caughtUp.reached()).as("the end of the first look counts").isTrue();
        caughtUp.complete();
        look(caughtUp, 99);
        assertThatThrownBy(views::summaries).hasMessageContaining("the lists of runs");

        REDIS.calls().call(Command.ZREM, RedisKeys.CHANGED, "run");
        caughtUp.complete();
        look(caughtUp, 99);
        assertThat(views.summaries()).isEmpty();
    }

    @Test
    void anEmptiedRedisAnswersNothingFromThatMomentOn() {
        open();
        assertThat(views.summaries()).isEmpty();

        REDIS.empty();

        assertThatThrownBy(views::summaries)
                .isInstanceOf(NotCaughtUpException.class)
                .hasMessageContaining("Redis was emptied");
    }

    @Test
    void anEmptiedRedisIsCompleteAgainOnlyWithWhatLiesOnTheTopicsNow() {
        open();
        REDIS.empty();
        readTo(5);
        caughtUp.complete();
        assertThatThrownBy(views::summaries).as("5 was the end at the start").isInstanceOf(NotCaughtUpException.class);

        look(caughtUp, 8);
        caughtUp.complete();
        look(caughtUp, 8);
        assertThatThrownBy(views::summaries).isInstanceOf(NotCaughtUpException.class);

        readTo(8);
        look(caughtUp, 8);
        caughtUp.complete();
        look(caughtUp, 8);
        assertThat(views.summaries()).isEmpty();
    }

    @Test
    void anInstanceThatComesLaterCatchesUpItself() {
        open();
        CaughtUp later = new CaughtUp(REDIS.calls());
        look(later, 7);
        assertThat(later.problem()).isPresent();

        readTo(7);
        look(later, 7);

        assertThat(later.problem()).isEmpty();
    }

    @Test
    void whileRedisDoesNotAnswerNobodyKnows() {
        open();
        caughtUp.unknown("Redis does not answer: Connection refused");
        assertThatThrownBy(views::summaries).hasMessage("Redis does not answer: Connection refused");

        look(caughtUp, 5);

        assertThat(views.summaries()).isEmpty();
    }
}
