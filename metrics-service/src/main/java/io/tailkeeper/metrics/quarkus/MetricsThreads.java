package io.tailkeeper.metrics.quarkus;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.metrics.kafka.LedgerPartitions;
import io.tailkeeper.metrics.kafka.MeasurePublisher;
import io.tailkeeper.metrics.redis.CaughtUp;
import io.tailkeeper.metrics.redis.Comparisons;
import io.tailkeeper.metrics.redis.Desk;
import io.tailkeeper.metrics.redis.Lease;
import io.tailkeeper.metrics.redis.Outlets;
import io.tailkeeper.metrics.redis.calls.RedisAwayException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The threads of the service beside those of its channels. */
@Singleton
class MetricsThreads {

    private static final Logger LOG = Logger.getLogger(MetricsThreads.class);
    private static final int RENEWALS = 3;

    private final Rounds rounds;
    private final MetricsSettings settings;
    private final Lease lease;
    private final CaughtUp caughtUp;

    MetricsThreads(Rounds rounds, MetricsSettings settings, Lease lease, CaughtUp caughtUp) {
        this.rounds = rounds;
        this.settings = settings;
        this.lease = lease;
        this.caughtUp = caughtUp;
    }

    void start(
            @Observes StartupEvent event,
            Supervision supervision,
            LedgerPartitions partitions,
            Desk desk,
            Comparisons comparisons,
            MeasurePublisher publisher) {
        supervision.readyWhen("ledger", caughtUp::problem);
        rounds.start("lease", settings.lease().dividedBy(RENEWALS), this::renew);
        rounds.start("ledger-check", settings.checkInterval(), () -> check(partitions));
        Outlets outlets = new Outlets(publisher::publish, publisher::publish, publisher::publish);
        rounds.start("measuring-desk", settings.updateInterval(), () -> desk.work(outlets));
        rounds.start("detector-comparison", settings.updateInterval(), comparisons::work);
    }

    /** Who has not caught up itself leaves the lease to others. */
    private void renew() {
        if (caughtUp.reached()) {
            lease.renew();
        }
    }

    /** What was answered is answered on while only the broker is away. */
    private void check(LedgerPartitions partitions) {
        try {
            partitions.settle();
            caughtUp.look(partitions::ends);
        } catch (RuntimeException e) {
            if (e instanceof RedisAwayException || caughtUp.problem().isPresent()) {
                caughtUp.unknown(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            lease.release();
        } catch (RedisAwayException e) {
            LOG.debugf("the lease ends by itself: %s", e.getMessage());
        }
    }
}
