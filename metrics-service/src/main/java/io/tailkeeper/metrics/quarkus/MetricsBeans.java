package io.tailkeeper.metrics.quarkus;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.kafka.MeasurePublisher;
import io.tailkeeper.metrics.redis.CaughtUp;
import io.tailkeeper.metrics.redis.Comparisons;
import io.tailkeeper.metrics.redis.Desk;
import io.tailkeeper.metrics.redis.DeskSettings;
import io.tailkeeper.metrics.redis.EventFeed;
import io.tailkeeper.metrics.redis.Lease;
import io.tailkeeper.metrics.redis.LedgerOffsets;
import io.tailkeeper.metrics.redis.RedisLedger;
import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.redis.SampleViews;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.removal.ExperimentRemoval;
import io.tailkeeper.metrics.start.ExperimentOrder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The objects that live as long as the service. */
@Singleton
class MetricsBeans {

    @Produces
    @Singleton
    RedisCalls redis(ReactiveRedisDataSource redis, @ConfigProperty(name = "quarkus.redis.timeout") Duration timeout) {
        return new RedisCalls(redis.getRedis().getDelegate(), timeout);
    }

    @Produces
    @Singleton
    RedisLedger ledger(RedisCalls redis) {
        return new RedisLedger(redis, Clock.systemUTC());
    }

    @Produces
    @Singleton
    LedgerOffsets offsets(RedisCalls redis) {
        return new LedgerOffsets(redis);
    }

    @Produces
    @Singleton
    CaughtUp caughtUp(RedisCalls redis) {
        return new CaughtUp(redis);
    }

    @Produces
    @Singleton
    RunViews views(RedisCalls redis, CaughtUp caughtUp) {
        return new RunViews(redis, caughtUp);
    }

    @Produces
    @Singleton
    SampleViews samples(RedisCalls redis, CaughtUp caughtUp) {
        return new SampleViews(redis, caughtUp);
    }

    @Produces
    @Singleton
    ExperimentRemoval removal(RedisCalls redis) {
        return new ExperimentRemoval(redis);
    }

    /** Where the end of a run goes that somebody asks for. */
    @Produces
    @Singleton
    Consumer<RunFinished> ends(MeasurePublisher publisher) {
        return publisher::publish;
    }

    /** Where the request of a run goes that somebody starts. */
    @Produces
    @Singleton
    Consumer<RunRequested> requests(MeasurePublisher publisher) {
        return publisher::publish;
    }

    @Produces
    @Singleton
    ExperimentOrder orders(MetricsSettings settings) {
        return new ExperimentOrder(AllowedRoots.of(settings.allowedRoots().orElse(List.of())));
    }

    @Produces
    @Singleton
    EventFeed events(RedisCalls redis) {
        return new EventFeed(redis);
    }

    @Produces
    @Singleton
    Lease lease(RedisCalls redis, MetricsSettings settings) {
        return new Lease(redis, settings.lease());
    }

    @Produces
    @Singleton
    Comparisons comparisons(RedisCalls redis) {
        return new Comparisons(redis);
    }

    @Produces
    @Singleton
    Desk desk(RedisCalls redis, Lease lease, CaughtUp caughtUp, Comparisons comparisons, MetricsSettings settings) {
        MeasuringDesk desk =
                new MeasuringDesk(settings.booksPatience(), settings.basePatience(), settings.detectorPatience());
        DeskSettings atTheDesk = new DeskSettings(desk, Clock.systemUTC(), settings.events());
        return new Desk(redis, lease, caughtUp, comparisons, atTheDesk);
    }
}
