package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.ContractJson;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients as the generator needs them. */
final class Clients {

    private static final int MILLISECONDS = 1_000;

    private final Map<String, Object> broker;
    private final String instance;

    /**
     * @param broker how the broker is reached
     * @param instance a name that a restarted instance keeps, so that the broker knows it again at once: it gets its
     *     partitions back and its open transaction is ended
     */
    Clients(Map<String, Object> broker, String instance) {
        this.broker = Map.copyOf(broker);
        this.instance = instance;
    }

    /** A member of the group that shares the work. */
    KafkaConsumer<byte[], byte[]> member() {
        Map<String, Object> settings = reader(RecordWork.SERVICE, RecordWork.SERVICE);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10 * MILLISECONDS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3 * MILLISECONDS);
        // a task or a large corpus may take minutes; a dead process is noticed by its heartbeat
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 1_800 * MILLISECONDS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(settings);
    }

    /** Reads whole topics, outside the group; the group id only remembers which refused records were handed on. */
    KafkaConsumer<byte[], byte[]> listener(String groupId) {
        return new KafkaConsumer<>(reader(groupId, groupId));
    }

    private Map<String, Object> reader(String groupId, String clientId) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10 * MILLISECONDS);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, RecordWork.SERVICE);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, RecordWork.SERVICE + "-" + instance);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15 * MILLISECONDS);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ContractJson.MAXIMUM_BYTES + 1024 * 1024);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new KafkaProducer<>(settings);
    }
}
