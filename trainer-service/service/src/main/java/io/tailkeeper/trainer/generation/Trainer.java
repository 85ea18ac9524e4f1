package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.kafka.Announcements;
import io.tailkeeper.trainer.kafka.RunTopics;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does what the ledger says is due: one thread announces, another trains, one generation at a time, first ready first. What
 * is unfinished when it stops is taken up by the next process on the same folder.
 */
@ApplicationScoped
public class Trainer {

    private static final System.Logger LOG = System.getLogger(Trainer.class.getName());
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final Ledger ledger;
    private final RunTopics topics;
    private final Announcements announcements;
    private final TrainingQueue queue;
    private final Supervision supervision;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile List<Thread> threads = List.of();
    private volatile String problem = "the spools are still being read";

    Trainer(
            Ledger ledger,
            RunTopics topics,
            Announcements announcements,
            TrainingQueue queue,
            Supervision supervision) {
        this.ledger = ledger;
        this.topics = topics;
        this.announcements = announcements;
        this.queue = queue;
        this.supervision = supervision;
    }

    /** Begins; to be called once. */
    public void start() {
        supervision.readyWhen("trainer", () -> Optional.ofNullable(problem));
        topics.follow();
        threads = List.of(supervision.start("training", queue::run), supervision.start("trainer", this::run));
    }

    private void run() throws InterruptedException {
        if (!topics.awaitCaughtUp()) {
            return;
        }
        while (!stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                act();
                problem = null;
            } catch (UncheckedIOException e) {
                if (!e.getMessage().equals(problem)) {
                    LOG.log(System.Logger.Level.ERROR, e.getMessage() + "; trying again");
                }
                problem = e.getMessage();
            }
        }
    }

    private void act() {
        if (!ledger.restored()) {
            ledger.restore();
        }
        for (GenerationTrained adopted : ledger.adoptions()) {
            announcements.trained(adopted);
            ledger.trained(adopted);
        }
        ledger.orphans().forEach(queue::fail);
        ledger.ready().forEach(queue::add);
    }

    /** Ends both threads; neither waits for an absent broker. */
    public void stop() throws InterruptedException {
        queue.close();
        stop.countDown();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            if (!thread.join(STOPPING)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the thread {0} is left in the middle of its work",
                        thread.getName());
            }
        }
    }
}
