package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.StateTopic;
import io.tailkeeper.flow.StateTopics;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.generator.EndedRuns;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one thread that works: it takes the most urgent job, does it and acknowledges it. */
@ApplicationScoped
public class Worker {

    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(8);

    private final WorkQueue queue;
    private final EndedRuns ended;
    private final StateTopics topics;
    private final Supervision supervision;
    private @Nullable Thread thread; // null until it is started

    Worker(WorkQueue queue, EndedRuns ended, StateTopics topics, Supervision supervision) {
        this.queue = queue;
        this.ended = ended;
        this.topics = topics;
        this.supervision = supervision;
    }

    /** Begins to work once it is known which runs have ended. */
    public void start() {
        topics.follow(List.of(StateTopic.of(Topics.RUNS_FINISHED, ended::note)));
        thread = supervision.start("generator", this::work);
    }

    private void work() throws InterruptedException {
        boolean known = topics.awaitCaughtUp();
        while (known && !supervision.stopping()) {
            queue.next(IDLE).ifPresent(Job::complete);
        }
    }

    /** Waits a few seconds for the job at hand; if it takes longer, the next start does it again. */
    public void stop() throws InterruptedException {
        if (thread != null) {
            boolean unused = thread.join(LONGEST_STOP);
        }
    }
}
