package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A connection to the broker: what a record leads to and the progress past that record are one transaction, so every
 * record has its effect exactly once. Any Kafka failure ends the session; a new one begins where the last transaction
 * ended. Used by one thread, but for {@link #wakeUp}.
 */
final class Session implements AutoCloseable {

    static final List<String> TOPICS =
            List.of(Topics.RUNS_REQUESTED.name(), Topics.GENERATIONS_TRAINED.name(), Topics.SAMPLING_TASKS.name());
    private static final Duration IDLE = Duration.ofMillis(250);

    private final RecordWork work;
    private final EndedRuns ended;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> member;
    private final KafkaConsumer<byte[], byte[]> listener;
    private final FinishedRunsReader finishedRuns;
    private final Heads heads;

    Session(Clients clients, RecordWork work, EndedRuns ended) {
        this.work = work;
        this.ended = ended;
        this.producer = clients.producer();
        this.member = clients.member();
        this.listener = clients.listener(FinishedRunsReader.GROUP);
        this.finishedRuns = new FinishedRunsReader(listener, ended);
        this.heads = new Heads(member);
    }

    void open() {
        producer.initTransactions();
        finishedRuns.open();
        member.subscribe(TOPICS, heads);
    }

    /** Does the most urgent record, if there is one. */
    void step() {
        Optional<ConsumerRecord<byte[], byte[]>> next = heads.next(IDLE);
        handOn(finishedRuns.catchUp());
        next.ifPresent(this::complete);
    }

    private void complete(ConsumerRecord<byte[], byte[]> record) {
        List<ProducerRecord<byte[], byte[]>> results = work.results(record);
        commit(results, progress(record), member.groupMetadata());
        ended.published(results);
        heads.done(record);
    }

    private void handOn(List<ProducerRecord<byte[], byte[]>> deadLetters) {
        if (!deadLetters.isEmpty()) {
            commit(deadLetters, finishedRuns.handedOn(), new ConsumerGroupMetadata(FinishedRunsReader.GROUP));
        }
    }

    private void commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> progress,
            ConsumerGroupMetadata group) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sends =
                records.stream().map(producer::send).toList();
        producer.sendOffsetsToTransaction(progress, group);
        producer.commitTransaction(); // fails when any send has failed
        sends.forEach(Future::resultNow);
    }

    private static Map<TopicPartition, OffsetAndMetadata> progress(ConsumerRecord<byte[], byte[]> done) {
        return Map.of(new TopicPartition(done.topic(), done.partition()), new OffsetAndMetadata(done.offset() + 1));
    }

    /** Ends a wait for records; for another thread. */
    void wakeUp() {
        member.wakeup();
    }

    @Override
    public void close() {
        // closing the producer first ends an open transaction on the broker's side
        producer.close(Duration.ofSeconds(2));
        member.close(Duration.ofSeconds(2));
        listener.close(Duration.ofSeconds(2));
    }
}
