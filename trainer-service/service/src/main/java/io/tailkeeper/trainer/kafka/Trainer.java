package io.tailkeeper.trainer.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.SpoolDamagedException;
import io.tailkeeper.trainer.TrainerDirectory;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The trainer: one thread reads the topics and keeps the ledger, another trains what is due, one generation at a time,
 * first ready first. {@link #run()} returns when {@link #stop()} is called; whatever was unfinished is taken up by the
 * next trainer on the same folder.
 */
public final class Trainer implements Runnable {

    private static final System.Logger LOG = System.getLogger(Trainer.class.getName());
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final TrainerDirectory directory;
    private final KafkaClients clients;
    private final Outbox outbox;
    private final TrainingQueue queue;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Ledger ledger;
    private volatile String problem = "the topics are still being read";

    /** @param directory the folder, which this trainer closes */
    public Trainer(TrainerDirectory directory, KafkaClients clients, MeterRegistry meters, Clock clock) {
        this.directory = directory;
        this.clients = clients;
        this.outbox = new Outbox(clients, clock);
        this.queue = new TrainingQueue(new GenerationWorker(directory, clients, outbox, meters), outbox);
        this.ledger = new Ledger(directory);
    }

    /** What keeps the trainer from its work; null: nothing. */
    public String problem() {
        return problem;
    }

    /** Ends {@link #run()} soon. */
    public void stop() {
        stop.countDown();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    @Override
    public void run() {
        try (Inbox inbox = openInbox()) {
            while (!stopped() && !inbox.catchUp(PAUSE)) {
                pause();
            }
            if (!stopped()) {
                restore();
                problem = null;
            }
            while (!stopped()) {
                inbox.assignAll();
                inbox.poll(POLL);
                flush();
                if (problem == null) {
                    inbox.commit();
                    act();
                }
            }
        } finally {
            close();
        }
    }

    private Inbox openInbox() {
        return new Inbox(
                clients,
                outbox,
                directory.identity(),
                List.of(
                        new Route<>(Topics.RUNS_REQUESTED, run -> ledger.requested(run)),
                        new Route<>(Topics.GENERATIONS_TRAINED, trained -> ledger.trained(trained)),
                        new Route<>(Topics.RUNS_FINISHED, this::finished)),
                List.of(
                        new Route<>(Topics.SAMPLES_SCORED, scored -> ledger.scored(scored)),
                        new Route<>(Topics.SAMPLES_CALIBRATION, sample -> ledger.heldOut(sample))));
    }

    private void finished(RunFinished end) {
        queue.drop(end.runId());
        ledger.finished(end);
    }

    private void restore() {
        try {
            ledger.restore();
        } catch (SpoolDamagedException e) {
            ledger.close();
            directory.forgetSpools();
            throw new IllegalStateException(
                    e.getMessage() + "; the spools were put away, and the next start reads all samples from Kafka", e);
        }
    }

    private void flush() {
        while (!stopped()) {
            try {
                ledger.flush();
                problem = null;
                return;
            } catch (UncheckedIOException e) {
                problem = e.getMessage();
                LOG.log(System.Logger.Level.ERROR, problem + "; nothing is lost, trying again");
                pause();
            }
        }
        problem = "stopped";
    }

    /** Does what has become due. */
    private void act() {
        for (GenerationTrained adopted : ledger.adoptions()) {
            outbox.trained(adopted);
            ledger.trained(adopted);
        }
        ledger.orphans().forEach((runId, reason) -> finished(outbox.failed(runId, reason)));
        ledger.ready().forEach(queue::add);
    }

    private void pause() {
        try {
            stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    private void close() {
        problem = "stopped";
        stop();
        queue.close();
        ledger.close();
        outbox.close();
        directory.close();
    }
}
