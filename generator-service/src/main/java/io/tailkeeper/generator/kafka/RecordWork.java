package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.generator.Corpora;
import io.tailkeeper.generator.RunFailedException;
import io.tailkeeper.generator.Sampler;
import io.tailkeeper.generator.Samples;
import io.tailkeeper.generator.SamplingPlan;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What each record leads to. A record that is wrong in itself becomes a dead letter, a run that cannot go on ends with
 * its reason, and whatever else goes wrong is tried {@value #ATTEMPTS} times before it ends the run.
 */
final class RecordWork {

    static final String SERVICE = "generator";
    private static final int ATTEMPTS = 3;
    private static final System.Logger LOG = System.getLogger(RecordWork.class.getName());

    private final Corpora corpora;
    private final Sampler sampler;
    private final EndedRuns ended;
    private final Clock clock;
    private final Outgoing outgoing = new Outgoing(SERVICE);

    RecordWork(Corpora corpora, Sampler sampler, EndedRuns ended, Clock clock) {
        this.corpora = corpora;
        this.sampler = sampler;
        this.ended = ended;
        this.clock = clock;
    }

    /** The records to send once {@code read} is done with. */
    List<ProducerRecord<byte[], byte[]>> results(ConsumerRecord<byte[], byte[]> read) {
        if (read.value() == null) {
            return List.of();
        }
        try {
            return accepted(read);
        } catch (RejectedMessageException e) {
            LOG.log(Level.WARNING, "dead letter: {0} offset {1}: {2}", read.topic(), read.offset(), e.getMessage());
            return List.of(DeadLetter.of(read, SERVICE, e));
        }
    }

    private List<ProducerRecord<byte[], byte[]>> accepted(ConsumerRecord<byte[], byte[]> read) {
        if (read.topic().equals(Topics.RUNS_REQUESTED.name())) {
            RunRequested run = ContractJson.read(Topics.RUNS_REQUESTED, read.value());
            return unlessEnded(run, () -> requested(run));
        }
        if (read.topic().equals(Topics.GENERATIONS_TRAINED.name())) {
            var trained = ContractJson.read(Topics.GENERATIONS_TRAINED, read.value());
            return unlessEnded(trained.run(), () -> tasks(SamplingPlan.trained(trained)));
        }
        SamplingTask task = ContractJson.read(Topics.SAMPLING_TASKS, read.value());
        return unlessEnded(task.run(), () -> samples(task));
    }

    private List<ProducerRecord<byte[], byte[]>> requested(RunRequested run) {
        corpora.of(run.specification());
        return tasks(SamplingPlan.requested(run));
    }

    private List<ProducerRecord<byte[], byte[]>> tasks(List<SamplingTask> tasks) {
        return tasks.stream().map(outgoing::of).toList();
    }

    private List<ProducerRecord<byte[], byte[]>> samples(SamplingTask task) {
        Samples samples = sampler.samples(task);
        return Stream.concat(
                        samples.collected().stream().map(outgoing::of),
                        samples.labelled().stream().map(outgoing::of))
                .toList();
    }

    private List<ProducerRecord<byte[], byte[]>> unlessEnded(
            RunRequested run, Supplier<List<ProducerRecord<byte[], byte[]>>> work) {
        if (ended.contains(run.runId())) {
            return List.of();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RejectedMessageException e) {
                throw e;
            } catch (RunFailedException e) {
                return failed(run, e.getMessage(), e);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    return failed(
                            run,
                            "The generator could not make samples of run " + run.runId() + " (" + e
                                    + "); its log says more.",
                            e);
                }
                LOG.log(Level.WARNING, "attempt " + attempt + " for run " + run.runId() + " failed", e);
            }
        }
    }

    private List<ProducerRecord<byte[], byte[]>> failed(RunRequested run, String reason, RuntimeException cause) {
        LOG.log(Level.ERROR, "run " + run.runId() + " failed: " + reason, cause);
        return List.of(
                outgoing.of(new RunFinished(run.runId(), RunFinished.Status.FAILED, SERVICE, reason, clock.instant())));
    }
}
