package io.tailkeeper.generator.kafka;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Outgoing;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.generator.Results;
import io.tailkeeper.generator.Samples;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Sends to the topics of the contract. While the broker is away it waits for it. */
@ApplicationScoped
class KafkaResults implements Results {

    private static final Logger LOG = Logger.getLogger(KafkaResults.class);

    private final Outgoing<SamplingTask> tasks;
    private final Outgoing<SampleCollected> collected;
    private final Outgoing<CalibrationSample> calibration;
    private final Outgoing<KnowledgeItems> knowledge;
    private final Outgoing<RunFinished> finished;
    private final Supervision supervision;

    KafkaResults(
            @Channel("tasks-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, SamplingTask>> tasks,
            @Channel("collected-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, SampleCollected>> collected,
            @Channel("calibration-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, CalibrationSample>> calibration,
            @Channel("knowledge-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, KnowledgeItems>> knowledge,
            @Channel("finished-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, RunFinished>> finished,
            Supervision supervision) {
        this.tasks = new Outgoing<>(Topics.SAMPLING_TASKS, tasks);
        this.collected = new Outgoing<>(Topics.SAMPLES_COLLECTED, collected);
        this.calibration = new Outgoing<>(Topics.SAMPLES_CALIBRATION, calibration);
        this.knowledge = new Outgoing<>(Topics.KNOWLEDGE_ITEMS, knowledge);
        this.finished = new Outgoing<>(Topics.RUNS_FINISHED, finished);
        this.supervision = supervision;
    }

    @Override
    public void tasks(List<SamplingTask> planned) {
        send(() -> tasks.sendAll(planned));
    }

    @Override
    public void knowledge(KnowledgeItems items) {
        send(() -> knowledge.sendAndAwait(items));
    }

    @Override
    public void samples(Samples samples) {
        send(() -> {
            collected.sendAll(samples.collected());
            calibration.sendAll(samples.labelled());
        });
    }

    @Override
    public void failed(RunFinished run) {
        send(() -> finished.sendAndAwait(run));
    }

    private void send(Runnable all) {
        boolean sent = false;
        while (!sent) {
            try {
                all.run();
                sent = true;
            } catch (RuntimeException e) {
                if (supervision.stopping()) {
                    throw new CancellationException("the service stops");
                }
                if (!(e instanceof RetriableException)) {
                    throw e;
                }
                LOG.warnf("the broker does not take what was made, it is sent again: %s", e.getMessage());
            }
        }
    }
}
