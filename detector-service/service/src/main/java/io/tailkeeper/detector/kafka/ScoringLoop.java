package io.tailkeeper.detector.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.kafka.EncodingThread.Encoded;
import io.tailkeeper.detector.kafka.ScoringBatch.Refusal;
import io.tailkeeper.detector.loop.RestartingLoop;
import io.tailkeeper.detector.run.Judge;
import io.tailkeeper.detector.run.RunEnding;
import io.tailkeeper.flow.Backlog;
import io.tailkeeper.flow.IncomingRecords;
import io.tailkeeper.flow.tracing.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Consumes, scores and produces: scores, dead letters and progress of a poll in one transaction, begun after scoring.
 *
 * <p>While a poll is scored, the one before it is committed and the one after it is read and sorted. Transactions stay in the
 * order of the polls, each with the progress that was noted when its poll was sorted.
 */
public final class ScoringLoop implements RestartingLoop.Session, ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(ScoringLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** A poll that is being scored is committed soon after, whether or not another one follows. */
    private static final Duration MOMENT = Duration.ofMillis(10);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final ContractSerializer<SampleScored> serializer = new ContractSerializer<>(RunEnding.SERVICE);
    private final Judge judge;
    private final MeterRegistry meters;
    private final Transactions transactions;
    private final KafkaConsumer<byte[], Received<SampleCollected>> consumer;
    private final AssignedPartitions assigned;
    private final EncodingThread encoding;
    private final SampleTraces traces;

    /** Connects. */
    public ScoringLoop(ScoringClients clients, Judge judge, Backlog backlog, MeterRegistry meters, Traces traces) {
        this.judge = judge;
        this.meters = meters;
        this.traces = new SampleTraces(traces, judge.id());
        transactions = new Transactions(
                clients.producer(judge.id()),
                meters.counter("tailkeeper.transactions.aborted", "service", RunEnding.SERVICE));
        try {
            consumer = clients.consumer(judge.id());
        } catch (RuntimeException e) {
            transactions.close();
            throw e;
        }
        assigned = new AssignedPartitions(consumer, ScoringClients.group(judge.id()), backlog);
        encoding = new EncodingThread(judge.id() + "-encoding");
        consumer.subscribe(List.of(Topics.SAMPLES_COLLECTED.name()), this);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // The last moment to commit: if that fails, whoever gets the partitions scores the poll again.
        encoding.take().ifPresent(this::commit);
        assigned.forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        encoding.drop();
        assigned.forget(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        assigned.restore(partitions);
    }

    @Override
    public void iterate() {
        judge.giveUpOverdue(assigned.waiting());
        ScoringBatch batch = new ScoringBatch(judge);
        assigned.rewind(batch);
        ConsumerRecords<byte[], Received<SampleCollected>> records = consumer.poll(encoding.isIdle() ? POLL : MOMENT);
        assigned.noteBacklog();
        if (!records.nextOffsets().isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = assigned.sort(records, batch);
            Optional<Encoded> before = encoding.take();
            encoding.begin(batch, offsets);
            before.ifPresent(this::commitOrReadAgain);
        } else if (encoding.isReady()) {
            encoding.take().ifPresent(this::commitOrReadAgain);
        }
    }

    private void commitOrReadAgain(Encoded encoded) {
        if (!commit(encoded)) {
            encoding.drop(); // it was read after what has been taken back
            assigned.restoreAll();
        }
    }

    private boolean commit(Encoded encoded) {
        encoded.scores().unjudged().forEach(judge::cannotJudge);
        SampleTraces.Poll poll = traces.poll(encoded.batch().begun());
        List<Refusal> refusals = new ArrayList<>(encoded.batch().refusals());
        encoded.scores()
                .refused()
                .forEach((place, failure) ->
                        refusals.add(refuse(encoded.batch().records().get(place), failure)));
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        encoded.scores()
                .scored()
                .forEach((place, scored) -> messages.add(poll.goesOn(
                        encoded.batch().records().get(place), serializer.toRecord(Topics.SAMPLES_SCORED, scored))));
        refusals.forEach(refusal -> messages.add(
                DeadLetter.of(IncomingRecords.original(refusal.record()), RunEnding.SERVICE, refusal.reason())));
        refusals.forEach(poll::isRefused);
        boolean committed = transactions.commit(messages, encoded.offsets(), consumer.groupMetadata());
        poll.end(committed);
        if (committed) {
            refusals.forEach(this::tell);
        }
        return committed;
    }

    private Refusal refuse(ConsumerRecord<byte[], Received<SampleCollected>> message, String failure) {
        SampleCollected sample = message.value().orRefuse();
        String reason =
                "text: the detector " + judge.id() + " fails on that of sample " + sample.sampleId() + ": " + failure;
        judge.refused(sample, reason);
        return new Refusal(message, new RejectedMessageException(reason));
    }

    private void tell(Refusal refusal) {
        ConsumerRecord<byte[], Received<SampleCollected>> refused = refusal.record();
        LOG.warnf(
                "%s-%d@%d is refused, see %s: %s",
                refused.topic(),
                refused.partition(),
                refused.offset(),
                Topics.SAMPLES_COLLECTED.deadLetter(RunEnding.SERVICE),
                refusal.reason().getMessage());
        meters.counter("tailkeeper.refused", "topic", refused.topic()).increment();
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        encoding.drop(); // the next session reads it again
        encoding.close();
        consumer.close(LONGEST_CLOSE);
        transactions.close();
    }
}
