package io.tailkeeper.flow;

import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.topics.ContractDeserializer;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics of state of a service, on one thread, each from its beginning. There is no group: every instance reads
 * all. The service is ready when all has been read that was there at the start.
 */
@ApplicationScoped
public class StateTopics {

    private static final Logger LOG = Logger.getLogger(StateTopics.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> broker;
    private final String service;
    private final DeadLetters letters;
    private final ReadingMarks marks;
    private final NeededTopics needed;
    private final Supervision supervision;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile @Nullable String problem = "the topics of state are still being read";

    StateTopics(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            @ConfigProperty(name = "quarkus.application.name") String service,
            DeadLetters letters,
            ReadingMarks marks,
            NeededTopics needed,
            Supervision supervision) {
        this.broker = Map.copyOf(broker);
        this.service = service;
        this.letters = letters;
        this.marks = marks;
        this.needed = needed;
        this.supervision = supervision;
    }

    /** Begins to read; to be called once, when the service starts. */
    public void follow(List<StateTopic<?>> topics) {
        needed.add(topics.stream().map(topic -> topic.topic().name()).toList(), null);
        Map<String, StateTopic<?>> byName =
                topics.stream().collect(Collectors.toMap(topic -> topic.topic().name(), topic -> topic));
        supervision.readyWhen("topics of state", () -> Optional.ofNullable(problem));
        Thread unused = supervision.start("topics-of-state", () -> read(byName));
    }

    /** Whether all has been read that was there at the start. */
    public boolean caughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** Waits until {@link #caughtUp}; not for event loops. Returns false when the service stops before. */
    public boolean awaitCaughtUp() throws InterruptedException {
        while (!caughtUp.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (supervision.stopping()) {
                return false;
            }
        }
        return true;
    }

    private void read(Map<String, StateTopic<?>> topics) throws InterruptedException {
        try (KafkaConsumer<byte[], Received<Object>> consumer = new KafkaConsumer<>(settings())) {
            Map<TopicPartition, Long> behind = begin(consumer, topics.keySet());
            while (!supervision.stopping()) {
                for (ConsumerRecord<byte[], Received<Object>> message : consumer.poll(POLL)) {
                    take(Objects.requireNonNull(topics.get(message.topic())), message);
                }
                if (!caughtUp()) {
                    noteProgress(consumer, behind);
                }
            }
        }
    }

    private void noteProgress(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> behind) {
        try {
            behind.entrySet().removeIf(end -> consumer.position(end.getKey(), POLL) >= end.getValue());
        } catch (TimeoutException e) {
            LOG.debugf("the broker does not say where the topics of state begin: %s", e.getMessage());
        }
        if (behind.isEmpty()) {
            problem = null;
            caughtUp.countDown();
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.keySet().removeIf(name -> name.startsWith("group."));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, service + "-state");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ContractDeserializer.class);
        settings.put(ContractDeserializer.GUARD, marks.of("state"));
        return settings;
    }

    /** Assigns every partition when all topics are there; gives where they end. */
    private Map<TopicPartition, Long> begin(KafkaConsumer<?, ?> consumer, Set<String> names)
            throws InterruptedException {
        while (!supervision.stopping()) {
            try {
                Set<TopicPartition> partitions = partitions(consumer, names);
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                return new HashMap<>(consumer.endOffsets(partitions));
            } catch (RetriableException | MissingTopicsException e) {
                LOG.warnf("the topics of state cannot be read yet: %s", e.getMessage());
                problem = e.getMessage();
                boolean unused = caughtUp.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return new HashMap<>();
    }

    private static Set<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Set<String> names) {
        Set<TopicPartition> partitions = new HashSet<>();
        consumer.listTopics().forEach((name, found) -> {
            if (names.contains(name)) {
                found.forEach(partition -> partitions.add(new TopicPartition(name, partition.partition())));
            }
        });
        Set<String> missing = new HashSet<>(names);
        partitions.forEach(partition -> missing.remove(partition.topic()));
        if (!missing.isEmpty()) {
            throw new MissingTopicsException(missing);
        }
        return partitions;
    }

    @SuppressWarnings("unchecked") // the deserializer reads the message of the topic
    private <T> void take(StateTopic<T> topic, ConsumerRecord<byte[], Received<Object>> read) {
        Received<T> received = (Received<T>) read.value();
        try {
            if (received == null || received.tombstone()) {
                topic.forget(read.key() == null ? "" : new String(read.key(), StandardCharsets.UTF_8));
            } else {
                T message = received.orRefuse();
                topic.topic().requireKey(message, read.key());
                topic.take(message);
            }
        } catch (RejectedMessageException e) {
            letters.refuse(IncomingRecords.original(read), e).await().indefinitely();
        }
    }

    private static final class MissingTopicsException extends RuntimeException {

        MissingTopicsException(Set<String> missing) {
            super("missing: " + String.join(", ", missing) + "; create the topics of the contract");
        }
    }
}
