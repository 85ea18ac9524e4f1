package io.tailkeeper.metrics.quarkus;

import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.RunLedger;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The domain objects that live as long as the service. */
@Singleton
class MetricsBeans {

    @Produces
    @Singleton
    RunLedger ledger(MetricsConfiguration configuration) {
        return new RunLedger(configuration.booksPatience());
    }

    @Produces
    @Singleton
    MeasuringDesk measuringDesk(RunLedger ledger, MetricsConfiguration configuration) {
        return new MeasuringDesk(ledger, Clock.systemUTC(), configuration.detectorPatience());
    }
}
