package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics are made as the contract says; what is not as it must be is said, with its mend. */
class TopicAdminTest {

    /** A broker that has just started on a busy machine answers a request on its topics after many seconds. */
    private static final int PATIENCE_SECONDS = 30;

    private static final List<String> ALL = WantedTopic.all(TopicSettings.DEFAULT).stream()
            .map(WantedTopic::name)
            .toList();

    private static EmbeddedKafkaBroker broker;
    private static Admin admin;
    private static TopicAdmin topics;

    @BeforeAll
    static void start() {
        broker = KafkaBrokerResource.broker().withDeleteLogDirsOnClose(true);
        broker.start();
        String servers = broker.getAdvertisedListeners();
        admin = Admin.create(Map.of("bootstrap.servers", servers.substring(servers.indexOf("://") + 3)));
        topics = new TopicAdmin(admin);
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void empty() throws Exception {
        delete(names().stream().filter(ALL::contains).toList());
    }

    private static void delete(List<String> doomed) throws Exception {
        admin.deleteTopics(doomed).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        await().untilAsserted(() ->
                assertThat(names().stream().filter(doomed::contains)).isEmpty());
    }

    /** Makes them, and waits until the broker that answers has heard of it from its controller. */
    private static List<String> create(TopicSettings settings) throws Exception {
        List<String> differences = topics.create(settings);
        await().untilAsserted(() -> assertThat(names()).containsAll(ALL));
        return differences;
    }

    private static List<String> names() throws Exception {
        return List.copyOf(admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .get(topic)
                .partitions()
                .size();
    }

    private static String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .get(resource)
                .get(name)
                .value();
    }

    private static void make(String topic, int partitions, Map<String, String> settings) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(names()).contains(topic));
    }

    @Test
    void everyTopicAndDeadLetterTopicIsMade() throws Exception {
        assertThat(create(TopicSettings.DEFAULT)).isEmpty();

        for (Topic<?> topic : Topics.ALL) {
            assertThat(partitions(topic.name())).as(topic.name()).isEqualTo(topic.ordered() ? 1 : 3);
            assertThat(setting(topic.name(), "cleanup.policy"))
                    .as(topic.name())
                    .isEqualTo(topic.compacted() ? "compact" : "delete");
            assertThat(topic.deadLetters()).isNotEmpty();
            for (String letters : topic.deadLetters()) {
                assertThat(setting(letters, "max.message.bytes")).as(letters).isEqualTo("9437184");
                assertThat(setting(letters, "retention.ms")).as(letters).isEqualTo("-1");
            }
        }
        assertThat(setting("samples.collected.v1", "max.message.bytes")).isEqualTo("9437184");
        assertThat(setting("samples.collected.v1", "retention.ms")).isEqualTo("-1");
        assertThat(create(TopicSettings.DEFAULT)).as("a second time").isEmpty();
    }

    @Test
    void partitionsAndRetentionCanBeSet() throws Exception {
        TopicSettings settings = new TopicSettings(5, 1, Duration.ofDays(30));
        assertThat(create(settings)).isEmpty();

        assertThat(partitions("samples.scored.v1")).isEqualTo(5);
        assertThat(partitions("runs.requested.v1")).isEqualTo(1);
        assertThat(setting("samples.scored.v1", "retention.ms")).isEqualTo("2592000000");
        assertThat(create(settings)).as("a second time").isEmpty();
        assertThat(create(TopicSettings.DEFAULT)).as("kept for ever is longer").anySatisfy(difference -> assertThat(
                        difference)
                .startsWith("samples.scored.v1 has retention.ms=2592000000 where -1 is wanted. Records must be kept"
                        + " until their run is finished. "));
    }

    @Test
    void anExistingTopicIsLeftAndItsLacksAreSaid() throws Exception {
        make("runs.requested.v1", 3, Map.of("cleanup.policy", "delete"));
        make("samples.scored.v1", 1, Map.of("max.message.bytes", "1000012", "retention.bytes", "1000"));
        make("sampling.tasks.v1", 4, Map.of("max.message.bytes", "9500000"));

        assertThat(create(TopicSettings.DEFAULT))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("runs.requested.v1 has 3 partitions, and must have 1"),
                        second -> assertThat(second)
                                .startsWith("runs.requested.v1 has cleanup.policy=delete where compact is wanted. ")
                                .contains(Topics.RUNS_REQUESTED.retention().loss()),
                        third -> assertThat(third).startsWith("runs.requested.v1 has max.message.bytes=1048588 where"),
                        fourth -> assertThat(fourth)
                                .startsWith("samples.scored.v1 has 1 partition where 3 are wanted")
                                .endsWith("kafka-topics.sh --alter --topic samples.scored.v1 --partitions 3"),
                        fifth -> assertThat(fifth)
                                .startsWith("samples.scored.v1 has max.message.bytes=1000012 where 9437184 is wanted")
                                .endsWith(
                                        "kafka-configs.sh --alter --entity-type topics --entity-name samples.scored.v1"
                                                + " --add-config max.message.bytes=9437184"),
                        sixth -> assertThat(sixth)
                                .startsWith("samples.scored.v1 has retention.bytes=1000 where -1 is wanted"),
                        seventh -> assertThat(seventh)
                                .startsWith("samples.scored.v1 has retention.ms=604800000 where -1 is wanted"),
                        eighth -> assertThat(eighth)
                                .startsWith("sampling.tasks.v1 has retention.ms=604800000 where -1 is wanted"));
        assertThat(partitions("runs.requested.v1")).isEqualTo(3);
        assertThat(setting("samples.scored.v1", "max.message.bytes")).isEqualTo("1000012");
    }

    @Test
    void aMissingTopicIsSaidToBeGone() throws Exception {
        assertThat(create(TopicSettings.DEFAULT)).isEmpty();
        assertThat(topics.gone(Topics.ALL, null)).isEmpty();
        assertThat(topics.gone(Topics.ALL, "nobody")).isEmpty();
        assertThat(topics.gone(List.of(), null)).isEmpty();

        delete(List.of("samples.scored.v1"));
        assertThat(topics.gone(List.of(Topics.SAMPLES_SCORED, Topics.RUNS_FINISHED), null))
                .singleElement()
                .asString()
                .startsWith("the topic samples.scored.v1 does not exist. ")
                .endsWith(Topics.SAMPLES_SCORED.retention().loss());
    }

    @Test
    void recordsThrownAwayUnreadAreSaidToBeGone() throws Exception {
        create(TopicSettings.DEFAULT);
        TopicPartition scored = new TopicPartition("samples.scored.v1", 1);
        write(scored, 5);
        write(new TopicPartition("runs.finished.v1", 0), 5);
        admin.deleteRecords(Map.of(scored, RecordsToDelete.beforeOffset(3)))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        List<Topic<?>> needed = List.of(Topics.SAMPLES_SCORED, Topics.RUNS_FINISHED);
        assertThat(topics.gone(needed, null))
                .singleElement()
                .asString()
                .startsWith("samples.scored.v1-1 begins at offset 3: its records from 0 on are gone, unread. Raise");
        assertThat(topics.gone(needed, "newcomer"))
                .singleElement()
                .asString()
                .contains("its records from 0 on are gone, unread by the group newcomer.");
        commit("slow", scored, 2);
        assertThat(topics.gone(needed, "slow"))
                .singleElement()
                .asString()
                .contains("its records from 2 on are gone, unread by the group slow.");
        commit("quick", scored, 3);
        assertThat(topics.gone(needed, "quick")).isEmpty();
    }

    @Test
    void aTopicMadeAgainBehindAGroupIsSaidToBeGone() throws Exception {
        create(TopicSettings.DEFAULT);
        commit("before", new TopicPartition("samples.scored.v1", 0), 7);
        assertThat(topics.gone(List.of(Topics.SAMPLES_SCORED), "before"))
                .singleElement()
                .asString()
                .startsWith("samples.scored.v1-0 ends at offset 0, and the group before has read up to 7: the topic was"
                        + " deleted and made again. ");
    }

    @Test
    void aBrokerThatIsNotThereIsNamedAsTheReason() {
        try (Admin nobody = Admin.create(
                Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", 200, "default.api.timeout.ms", 300))) {
            assertThatThrownBy(() -> new TopicAdmin(nobody).create(TopicSettings.DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the topics cannot be listed: ");
        }
    }

    private static void write(TopicPartition partition, int records) throws Exception {
        String servers = broker.getAdvertisedListeners();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.substring(servers.indexOf("://") + 3)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), new byte[1], new byte[1]))
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static void commit(String group, TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
