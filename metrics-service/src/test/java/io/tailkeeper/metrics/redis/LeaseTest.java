package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaseTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static Lease lease(Duration time) {
        return new Lease(REDIS.calls(), time);
    }

    @Test
    void oneInstanceHoldsItAsLongAsItRenewsIt() {
        Lease first = lease(Duration.ofMinutes(1));
        Lease second = lease(Duration.ofMinutes(1));
        first.renew();
        second.renew();
        String token = first.token().orElseThrow();
        first.renew();

        assertThat(first.token()).hasValue(token);
        assertThat(second.token()).isEmpty();
    }

    @Test
    void anotherInstanceTakesItWhenItEndsOrIsGivenUp() {
        Lease killed = lease(Duration.ofMillis(50));
        Lease second = lease(Duration.ofMinutes(1));
        killed.renew();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            second.renew();
            return second.token().isPresent();
        });
        killed.release();
        second.release();
        assertThat(second.token()).isEmpty();

        Lease third = lease(Duration.ofMinutes(1));
        third.renew();
        assertThat(third.token()).isPresent();
    }

    @Test
    void inAnEmptiedRedisItIsAnotherOne() {
        Lease lease = lease(Duration.ofMinutes(1));
        lease.renew();
        String token = lease.token().orElseThrow();
        REDIS.empty();

        lease.renew();

        assertThat(lease.token()).isPresent().isNotEqualTo(Optional.of(token));
    }
}
