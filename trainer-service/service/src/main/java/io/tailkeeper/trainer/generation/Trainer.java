package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.Patience;
import io.tailkeeper.trainer.kafka.Announcements;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
    private final Patience patience;
    private volatile List<Thread> threads = List.of();

    Trainer(Ledger ledger, RunTopics topics, Announcements announcements, TrainingQueue queue, Patience patience) {
        this.ledger = ledger;
        this.topics = topics;
        this.announcements = announcements;
        this.queue = queue;
        this.patience = patience;
    }

    /** Begins; to be called once. */
    public void start(Supervision supervision) {
        supervision.readyWhen("spools", this::problem);
        topics.follow();
        threads = List.of(supervision.start("training", queue::run), supervision.start("trainer", this::run));
    }

    private Optional<String> problem() {
        return patience.problem()
                .or(() -> ledger.restored() ? Optional.empty() : Optional.of("the spools are still being read"));
    }

    private void run() throws InterruptedException {
        if (topics.awaitCaughtUp()) {
            patience.untilTheDiskTakes(ledger::restore);
            while (true) {
                patience.untilTheDiskTakes(this::act);
                patience.pause(LOOK);
            }
        }
    }

    private void act() {
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
        patience.stop();
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
