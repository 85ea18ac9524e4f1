package io.tailkeeper.flow;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.Record;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** A service that only notes what it receives: one channel of single records, one of batches, one topic of state. */
@Singleton
class TestChannels {

    /** The text of samples that are left unacknowledged until {@link #release}. */
    static final String HELD = "held";

    /** The text of samples that are answered with a message. */
    static final String TRACED = "traced";

    final List<String> samples = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final StateTopic<RunRequested> requested = StateTopic.of(Topics.RUNS_REQUESTED);
    final Outgoing<RunFinished> finished;
    private final List<CompletableFuture<Void>> held = new CopyOnWriteArrayList<>();
    private final DeadLetters letters;

    TestChannels(
            @Channel("finished-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, RunFinished>> finished,
            DeadLetters letters) {
        this.finished = new Outgoing<>(Topics.RUNS_FINISHED, finished);
        this.letters = letters;
    }

    @Produces
    @Identifier("calibration-in")
    static Map<String, Object> calibrationGroup() {
        return Map.of("group.id", "calibration-of-this-test");
    }

    @Incoming("samples-in")
    CompletionStage<Void> sample(Message<Received<SampleCollected>> message) {
        try {
            SampleCollected sample = message.getPayload().orRefuse();
            samples.add(sample.sampleId());
            if (sample.text().equals(TRACED)) {
                RunFinished traced =
                        new RunFinished(TRACED, RunFinished.Status.COMPLETED, "detector", null, Instant.EPOCH);
                return finished.send(traced)
                        .chain(() -> Uni.createFrom().completionStage(message.ack()))
                        .subscribeAsCompletionStage();
            }
            if (sample.text().equals(HELD)) {
                CompletableFuture<Void> later = new CompletableFuture<>();
                held.add(later);
                CompletionStage<Void> unused = later.thenCompose(_ -> message.ack());
                return CompletableFuture.completedFuture(null);
            }
            return message.ack();
        } catch (RejectedMessageException e) {
            return message.nack(e);
        }
    }

    void release() {
        held.forEach(later -> later.complete(null));
    }

    @Incoming("calibration-in")
    @Blocking
    void calibration(ConsumerRecords<byte[], Received<CalibrationSample>> batch) {
        for (ConsumerRecord<byte[], Received<CalibrationSample>> each : batch) {
            try {
                batches.add(each.value().orRefuse().index());
            } catch (RejectedMessageException e) {
                letters.refuse(IncomingRecords.original(each), e).await().indefinitely();
            }
        }
    }
}
