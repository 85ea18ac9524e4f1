package io.tailkeeper.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.stack.Infrastructure;
import io.tailkeeper.local.stack.RunDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told of a real broker whose topics others meddle with. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TopicWatchBrokerTest {

    /** A machine may be slow; on an ordinary one all of it is told within some ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static Infrastructure infrastructure;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private TopicWatch watch;

    @BeforeAll
    static void startBroker() {
        infrastructure = new Infrastructure(new RunDirectory(folder));
        infrastructure.start();
    }

    @AfterAll
    static void endBroker() {
        infrastructure.close();
    }

    @BeforeEach
    void startWatch() {
        watch = TopicWatch.start(Map.of("bootstrap.servers", infrastructure.bootstrapServers()), told::add);
    }

    @AfterEach
    void endWatch() {
        watch.close();
    }

    @Test
    void aTransactionThatIsLeftOpenIsNamedWithItsOwnerAndSoIsItsEnd() throws Exception {
        try (KafkaProducer<byte[], byte[]> crawler = crawler()) {
            crawler.initTransactions();
            crawler.beginTransaction();
            crawler.send(new ProducerRecord<>(
                            Topics.SAMPLES_COLLECTED.name(), 2, null, "{}".getBytes(StandardCharsets.UTF_8)))
                    .get();

            await().atMost(PATIENCE).until(() -> !told.isEmpty());

            assertThat(told)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "readers of partition 2 of samples.collected.v1 have been held up for 10 s:\n  producer ")
                    .contains(
                            ", transactional.id \"crawler-7\", leaves a transaction open;",
                            "  or by itself 60 s after it was begun at ");
            crawler.abortTransaction();
        }
        await().atMost(PATIENCE).until(() -> told.size() > 1);
        assertThat(told).last().isEqualTo("readers of partition 2 of samples.collected.v1 go on");
    }

    @Test
    void aDeletedTopicIsNamedAndSoIsItsReturn() throws Exception {
        String topic = Topics.TRAINING_PROGRESS.name();
        await().atMost(PATIENCE).until(watch::hasSeenTopics);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", infrastructure.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();

            await().atMost(PATIENCE).until(() -> !told.isEmpty());
            assertThat(told)
                    .containsExactly("topic training.progress.v1 was deleted; what it held is lost\n"
                            + "  and runs that need it stand still: end this run and start it anew");
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            await().atMost(PATIENCE).until(() -> told.size() > 1);
            assertThat(told).last().isEqualTo("topic training.progress.v1 is there again, and empty");
        }
    }

    private static KafkaProducer<byte[], byte[]> crawler() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", infrastructure.bootstrapServers(), "transactional.id", "crawler-7"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
