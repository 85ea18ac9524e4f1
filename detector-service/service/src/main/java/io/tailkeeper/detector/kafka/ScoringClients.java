package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.ContractDeserializer;
import io.tailkeeper.contracts.topics.ReadingGuard;
import io.tailkeeper.contracts.topics.Received;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Makes the clients by which one detector of an instance scores. */
public final class ScoringClients {

    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;
    private static final int SESSION_MILLIS = 10_000;
    private static final int TRANSACTION_MILLIS = 15_000;

    private final Map<String, Object> connection;
    private final Optional<String> instance;
    private final String name;
    private final int batchSize;
    private final @Nullable ReadingGuard guard;

    /**
     * Makes none yet.
     *
     * @param connection how to reach the brokers
     * @param instance name that the instance keeps over restarts, by which it takes its own partitions back at once; without
     *     one its former partitions are free when the broker has given its former life up
     * @param batchSize most records of a poll
     * @param guard of the reader; null for none
     */
    public ScoringClients(
            Map<String, Object> connection, Optional<String> instance, int batchSize, @Nullable ReadingGuard guard) {
        this.connection = new HashMap<>(connection);
        this.connection.keySet().removeIf(setting -> setting.startsWith("group."));
        this.instance = instance;
        name = instance.orElseGet(() -> UUID.randomUUID().toString());
        this.batchSize = batchSize;
        this.guard = guard;
    }

    /** The consumer group of a detector's instances. */
    static String group(String detectorId) {
        return "detector." + detectorId;
    }

    KafkaConsumer<byte[], Received<SampleCollected>> consumer(String detectorId) {
        String group = group(detectorId);
        Map<String, Object> settings = client(group);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        instance.ifPresent(stable -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + "-" + stable));
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 4);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ContractDeserializer.class);
        settings.put(ContractDeserializer.GUARD, guard);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchSize);
        return new KafkaConsumer<>(settings);
    }

    KafkaProducer<byte[], byte[]> producer(String detectorId) {
        Map<String, Object> settings = client(group(detectorId));
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tailkeeper-detector-" + detectorId + "-" + name);
        // A transaction begins after scoring and lasts moments; a dead instance's holds readers up no longer than this.
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A scored sample is a little larger than the collected one: compressed, it still fits where that one did.
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        // 20 us a paragraph instead of 50, 8 % more bytes
        settings.put(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG, 1);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Duration.ofSeconds(30).toMillis());
        return new KafkaProducer<>(settings);
    }

    private Map<String, Object> client(String role) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("client.id", role + "-" + name);
        return settings;
    }
}
