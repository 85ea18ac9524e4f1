package io.tailkeeper.metrics.kafka;

import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.metrics.LedgerEvent;
import io.tailkeeper.metrics.LedgerEvents;
import io.tailkeeper.metrics.LedgerObserver;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.RunLedger;
import io.tailkeeper.metrics.RunView;
import io.tailkeeper.metrics.quarkus.MetricsConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads all topics into the ledger, then goes on reading, measuring and telling. Nothing is published before everything
 * that lay on the topics at the start has been read, so a restart repeats neither measures nor ends.
 */
final class LedgerLoop implements Runnable {

    private static final Logger LOG = Logger.getLogger(LedgerLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final RunLedger ledger;
    private final MeasuringDesk desk;
    private final List<LedgerObserver> observers;
    private final MetricsConfiguration configuration;
    private final LedgerFeed feed;
    private final LedgerEvents events = new LedgerEvents();
    private final DeadLetters deadLetters = new DeadLetters();
    private final TopicReplay topics;
    private final MeasurePublisher publisher;
    private final ExecutorService comparer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("detector-comparison").daemon().factory());
    private Future<?> comparing = CompletableFuture.completedFuture(null);
    private volatile boolean running = true;
    private volatile boolean caughtUp;
    private long refreshedAt;
    private long toldAt;

    LedgerLoop(
            Map<String, Object> connection,
            RunLedger ledger,
            MeasuringDesk desk,
            List<LedgerObserver> observers,
            MetricsConfiguration configuration) {
        this.ledger = ledger;
        this.desk = desk;
        this.observers = observers;
        this.configuration = configuration;
        feed = new LedgerFeed(ledger);
        topics = new TopicReplay(connection, feed::reads);
        publisher = new MeasurePublisher(connection);
        refreshedAt = System.nanoTime() - configuration.topicRefresh().toNanos();
        toldAt = refreshedAt;
    }

    @Override
    public void run() {
        try (topics;
                publisher) {
            while (running) {
                round();
            }
        } finally {
            comparer.shutdownNow();
        }
    }

    void stop() {
        running = false;
        topics.wakeUp();
    }

    boolean caughtUp() {
        return caughtUp;
    }

    private void round() {
        try {
            read();
            if (caughtUp) {
                deadLetters.send(publisher::send);
                desk.work(publisher::publish, publisher::publish);
                compareDetectors();
                tell();
            }
        } catch (WakeupException e) {
            LOG.debug("woken up to stop", e);
        } catch (RetriableException e) {
            LOG.warnf("Kafka does not answer, trying again: %s", e.getMessage());
        }
    }

    /** Beside this thread, so that no measure waits for it. */
    private void compareDetectors() {
        if (comparing.state() == Future.State.FAILED) {
            throw new IllegalStateException("detectors cannot be compared", comparing.exceptionNow());
        }
        if (comparing.isDone()) {
            comparing = comparer.submit(desk::compareDetectors);
        }
    }

    private void read() {
        if (due(refreshedAt, configuration.topicRefresh())) {
            topics.refresh();
            refreshedAt = System.nanoTime();
        }
        for (ConsumerRecord<byte[], byte[]> message : topics.poll(POLL)) {
            enter(message);
        }
        if (!caughtUp && topics.caughtUp()) {
            events.startFrom(ledger.runs());
            caughtUp = true;
            LOG.infof("ledger rebuilt: %d runs", ledger.runs().size());
        }
    }

    private void enter(ConsumerRecord<byte[], byte[]> message) {
        if (LedgerFeed.ownDeadLetters(message.topic())) {
            deadLetters.found(message.headers());
            return;
        }
        try {
            feed.enter(message);
        } catch (RejectedMessageException e) {
            deadLetters.refuse(message, e);
        }
    }

    private void tell() {
        if (due(toldAt, configuration.updateInterval())) {
            List<RunView> changed = ledger.drainChanged().stream()
                    .map(ledger::findRun)
                    .flatMap(Optional::stream)
                    .toList();
            if (!changed.isEmpty()) {
                List<LedgerEvent> news = events.since(changed);
                observers.forEach(observer -> observer.changed(changed, news));
            }
            toldAt = System.nanoTime();
        }
    }

    private static boolean due(long since, Duration interval) {
        return System.nanoTime() - since >= interval.toNanos();
    }
}
