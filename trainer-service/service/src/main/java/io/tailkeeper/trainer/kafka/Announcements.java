package io.tailkeeper.trainer.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Outgoing;
import io.tailkeeper.flow.Supervision;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * What the trainer tells the others, batches apart. What matters is with the broker when a method returns; while the broker
 * is away it is sent again, the service is not ready, and an interrupt ends the waiting. Safe for use by several threads.
 */
@ApplicationScoped
public class Announcements {

    private static final System.Logger LOG = System.getLogger(Announcements.class.getName());
    private static final Duration USUAL = Duration.ofSeconds(10);

    private final Outgoing<GenerationTrained> trained;
    private final Outgoing<RunFinished> finished;
    private final Outgoing<TrainingProgress> progress;
    private final Map<Object, Long> underWay = new ConcurrentHashMap<>();

    Announcements(
            @Channel("trained-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, GenerationTrained>> trained,
            @Channel("finished-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, RunFinished>> finished,
            @Channel("progress-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, TrainingProgress>> progress,
            Supervision supervision) {
        this.trained = new Outgoing<>(Topics.GENERATIONS_TRAINED, trained);
        this.finished = new Outgoing<>(Topics.RUNS_FINISHED, finished);
        this.progress = new Outgoing<>(Topics.TRAINING_PROGRESS, progress);
        supervision.readyWhen("announcements", this::problem);
    }

    private Optional<String> problem() {
        return underWay.values().stream()
                .map(since -> Duration.ofNanos(System.nanoTime() - since))
                .filter(waiting -> waiting.compareTo(USUAL) > 0)
                .max(Duration::compareTo)
                .map(waiting -> "the broker has not taken a result for " + waiting.toSeconds()
                        + " s; nothing is lost, but see to the broker");
    }

    /** Tells that a generation is trained. */
    public void trained(GenerationTrained message) {
        deliver(trained, message);
    }

    /** Tells that a run is over. */
    public void finished(RunFinished message) {
        deliver(finished, message);
    }

    private <T> void deliver(Outgoing<T> outgoing, T message) {
        underWay.put(message, System.nanoTime());
        try {
            while (!delivered(outgoing, message)) {}
        } finally {
            underWay.remove(message);
        }
    }

    private static <T> boolean delivered(Outgoing<T> outgoing, T message) {
        try {
            outgoing.sendAndAwait(message);
            return true;
        } catch (RetriableException e) {
            LOG.log(System.Logger.Level.WARNING, "not delivered yet, trying again: " + e.getMessage());
            return false;
        }
    }

    /** Tells how far a training is, when it is subscribed to; may be lost. */
    public Uni<Void> progress(TrainingProgress message) {
        return progress.send(message);
    }
}
