package io.tailkeeper.conformance;

import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records that are written about the kit's runs after it was made, without a consumer group. Not for
 * use by several threads.
 */
final class Watch implements AutoCloseable {

    /** Where a detector's dead letters go. */
    static final String DEAD_LETTERS = Topics.SAMPLES_COLLECTED.deadLetter("detector");

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String detectorId;
    private final String runId;
    private final Duration timeout;
    private final List<Answer> answers = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> others = new TreeSet<>();
    private final List<ConsumerRecord<byte[], byte[]>> calibrations = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    private boolean seesDeadLetters;

    /**
     * Begins at the ends of the topics.
     *
     * @param runId what the ids of all the kit's runs begin with
     */
    Watch(ConformanceSettings settings, String runId) {
        this.detectorId = settings.detectorId();
        this.runId = runId;
        this.timeout = settings.timeout();
        Map<String, Object> reading = new HashMap<>();
        reading.put("bootstrap.servers", settings.bootstrapServers());
        reading.put("client.id", "conformance");
        reading.put("isolation.level", "read_committed");
        reading.put("allow.auto.create.topics", false);
        reading.put("max.partition.fetch.bytes", 16 * 1024 * 1024);
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>(partitions(Topics.SAMPLES_SCORED.name()));
        partitions.addAll(partitions(Topics.DETECTORS_CALIBRATED.name()));
        seesDeadLetters = consumer.listTopics().containsKey(DEAD_LETTERS);
        if (seesDeadLetters) {
            partitions.addAll(partitions(DEAD_LETTERS));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // a seek is made when it is needed: here, not at the first poll
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** Reads until all samples are answered, or until the timeout has passed without a new answer of the detector. */
    boolean awaitAnswers(Collection<String> sampleIds) {
        return await(() -> answered.containsAll(sampleIds));
    }

    /** Reads until something holds, or until the timeout has passed without a new record of the detector. */
    boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            int known = answers.size() + deadLetters.size();
            poll();
            if (answers.size() + deadLetters.size() > known) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() > deadline) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Reads for a while whatever comes. */
    void linger(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            poll();
        }
    }

    /** Looks for dead letters in a topic that the detector's first one made. */
    private void findDeadLetters() {
        if (!seesDeadLetters && consumer.listTopics().containsKey(DEAD_LETTERS)) {
            List<TopicPartition> added = partitions(DEAD_LETTERS);
            Set<TopicPartition> all = new HashSet<>(consumer.assignment());
            all.addAll(added);
            consumer.assign(all);
            consumer.seekToBeginning(added);
            seesDeadLetters = true;
        }
    }

    void poll() {
        findDeadLetters();
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            if (message.topic().equals(DEAD_LETTERS)) {
                deadLetters.add(message);
            } else if (isOfTheKit(message)) {
                note(message);
            }
        }
    }

    private boolean isOfTheKit(ConsumerRecord<byte[], byte[]> message) {
        return contains(message.key()) || contains(message.value());
    }

    private boolean contains(byte[] bytes) {
        return bytes != null && new String(bytes, StandardCharsets.UTF_8).contains(runId);
    }

    private void note(ConsumerRecord<byte[], byte[]> message) {
        if (message.topic().equals(Topics.DETECTORS_CALIBRATED.name())) {
            calibrations.add(message);
            return;
        }
        Answer answer = Answer.of(message);
        if (answer.detectorId().equals(detectorId) || answer.detectorId().isEmpty()) {
            answers.add(answer);
            answered.add(answer.sampleId());
        } else {
            others.add(answer.detectorId());
        }
    }

    /** The detector's answers, and those that nobody signed, in the order read. */
    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** Its answers by sample, for those of interest. */
    Map<String, List<Answer>> answersTo(Collection<String> sampleIds) {
        Set<String> wanted = Set.copyOf(sampleIds);
        return answers.stream()
                .filter(answer -> wanted.contains(answer.sampleId()))
                .collect(Collectors.groupingBy(Answer::sampleId));
    }

    /** Ids of other detectors that answered samples of the kit. */
    Set<String> others() {
        return Set.copyOf(others);
    }

    /** Calibrated detectors of the kit's runs, whosever they are. */
    List<ConsumerRecord<byte[], byte[]>> calibrations() {
        return List.copyOf(calibrations);
    }

    /** All dead letters of detectors since the beginning. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return List.copyOf(deadLetters);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
