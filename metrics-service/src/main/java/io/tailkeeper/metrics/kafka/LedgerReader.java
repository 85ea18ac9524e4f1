package io.tailkeeper.metrics.kafka;

import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.metrics.LedgerObserver;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.RunLedger;
import io.tailkeeper.metrics.quarkus.MetricsConfiguration;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Keeps the ledger up to date from service start to stop; ready when everything on the topics has been read once. */
@Singleton
@Readiness
class LedgerReader implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(LedgerReader.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final LedgerLoop loop;
    private final Thread thread;

    LedgerReader(
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            RunLedger ledger,
            MeasuringDesk desk,
            @All List<LedgerObserver> observers,
            MetricsConfiguration configuration) {
        loop = new LedgerLoop(connection, ledger, desk, observers, configuration);
        thread = Thread.ofPlatform().name("ledger-reader").unstarted(this::read);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.stop();
        thread.join(STOP_TIMEOUT);
    }

    private void read() {
        try {
            loop.run();
        } catch (RuntimeException e) {
            LOG.error("the ledger cannot be kept; the service ends and a restart rebuilds it", e);
            Quarkus.asyncExit(1);
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ledger rebuilt from Kafka")
                .status(loop.caughtUp())
                .build();
    }
}
