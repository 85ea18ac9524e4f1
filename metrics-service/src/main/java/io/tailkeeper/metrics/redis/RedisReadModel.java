package io.tailkeeper.metrics.redis;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.XAddArgs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.metrics.LedgerEvent;
import io.tailkeeper.metrics.LedgerObserver;
import io.tailkeeper.metrics.RunLedger;
import io.tailkeeper.metrics.RunView;
import io.tailkeeper.metrics.quarkus.MetricsConfiguration;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Writes the ledger to Redis and writes all of it again whenever Redis was emptied, was away, or the service was. Redis
 * being away holds nothing up.
 */
@Singleton
@Wellness
class RedisReadModel implements LedgerObserver, HealthCheck {

    private static final Logger LOG = Logger.getLogger(RedisReadModel.class);

    private final RedisDataSource redis;
    private final RunLedger ledger;
    private final MetricsConfiguration configuration;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("read-model").daemon().factory());
    private final Map<String, RunView> waitingRuns = new LinkedHashMap<>();
    private final Deque<LedgerEvent> waitingEvents = new ArrayDeque<>();
    private ScheduledFuture<?> writing;
    private boolean complete;
    private volatile String failure = "not yet reached";

    RedisReadModel(RedisDataSource redis, RunLedger ledger, MetricsConfiguration configuration) {
        this.redis = redis;
        this.ledger = ledger;
        this.configuration = configuration;
    }

    void start(@Observes StartupEvent event) {
        long interval = configuration.readModelInterval().toMillis();
        writing = writer.scheduleWithFixedDelay(this::write, interval, interval, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        writing.cancel(true);
        writer.shutdownNow();
    }

    @Override
    public void changed(List<RunView> runs, List<LedgerEvent> events) {
        synchronized (waitingRuns) {
            runs.forEach(view -> waitingRuns.put(view.run().runId(), view));
            events.forEach(waitingEvents::addLast);
            while (waitingEvents.size() > configuration.readModelEvents()) {
                waitingEvents.removeFirst();
            }
        }
    }

    private void write() {
        try {
            if (!complete || !redis.key().exists(RedisKeys.MARKER)) {
                // First the marker: should somebody empty the database right now, the marker goes with it.
                redis.value(String.class).set(RedisKeys.MARKER, "complete");
                changed(ledger.runs(), List.of());
                complete = true;
            }
            writeRuns();
            writeEvents();
            if (failure != null) {
                LOG.info("Redis holds the read model");
                failure = null;
            }
        } catch (RuntimeException e) {
            complete = false;
            if (failure == null || failure.equals("not yet reached")) {
                LOG.warnf("Redis does not answer; the HTTP API goes on from memory and the read model follows: %s", e);
            }
            failure = String.valueOf(e.getMessage());
        }
    }

    private void writeRuns() {
        List<RunView> runs;
        synchronized (waitingRuns) {
            runs = List.copyOf(waitingRuns.values());
            waitingRuns.clear();
        }
        for (RunView view : runs) {
            Map<String, String> values = new HashMap<>();
            values.put(RedisKeys.run(view.run().runId()), json(view));
            view.generations()
                    .forEach(measured -> values.put(RedisKeys.generation(measured.generationKey()), json(measured)));
            redis.value(String.class).mset(values);
            redis.set(String.class).sadd(RedisKeys.RUNS, view.run().runId());
        }
    }

    private void writeEvents() {
        XAddArgs capped =
                new XAddArgs().maxlen((long) configuration.readModelEvents()).nearlyExactTrimming();
        while (true) {
            LedgerEvent event;
            synchronized (waitingRuns) {
                event = waitingEvents.pollFirst();
            }
            if (event == null) {
                return;
            }
            redis.stream(String.class)
                    .xadd(
                            RedisKeys.EVENTS,
                            capped,
                            Map.of("kind", event.kind(), "runId", event.runId(), "event", json(event)));
        }
    }

    private static String json(Object value) {
        return new String(ContractJson.write(value), StandardCharsets.UTF_8);
    }

    @Override
    public HealthCheckResponse call() {
        String problem = failure;
        return HealthCheckResponse.named("read model in Redis")
                .status(problem == null)
                .withData("problem", problem == null ? "none" : problem)
                .build();
    }
}
