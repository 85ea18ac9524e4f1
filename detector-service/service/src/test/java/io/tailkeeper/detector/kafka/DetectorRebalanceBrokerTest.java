package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.run.KnownRuns;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Partitions change hands, or the broker refuses, while samples are being scored. */
class DetectorRebalanceBrokerTest {

    private static final String GROUP = "detector.slow";
    private static final ConfigResource SCORES =
            new ConfigResource(ConfigResource.Type.TOPIC, Topics.SAMPLES_SCORED.name());
    private static final int PART = 40;
    private static final int AHEAD = 200; // several polls of each partition

    private static Installation installation;

    private final KnownRuns known = new KnownRuns();
    private final SlowEncoder one = new SlowEncoder();
    private final SlowEncoder other = new SlowEncoder();
    private GenerationKey generation;
    private int sent;

    @BeforeAll
    static void startBroker() {
        installation = Installation.start();
    }

    @AfterAll
    static void stopBroker() {
        installation.close();
    }

    @Test
    void everySampleIsAnsweredOnceWhileInstancesComeAndGo() {
        begin("come-and-go");
        try (ScoringInstance staying = start("staying", one)) {
            sendUntil(() -> one.encoded() > PART);
            for (int visit = 0; visit < 3; visit++) {
                int before = other.encoded();
                try (ScoringInstance visiting = start("visiting-" + visit, other)) {
                    sendUntil(() -> other.encoded() > before + PART);
                    assertThat(visiting.isWorking()).isTrue();
                }
            }
            awaitEverySampleAnswered();
            assertThat(staying.isWorking()).isTrue();
        }
        assertThat(installation.scored(generation)).hasSize(sent);
        assertThat(encoded())
                .as("what one was scoring when it left is scored again")
                .isGreaterThan(sent);
    }

    @Test
    void aBatchThatIsReadyWhenItsPartitionsAreAnothersIsNotAnsweredAgain() {
        begin("too-late");
        try (ScoringInstance first = start("first", one);
                ScoringInstance second = start("second", other)) {
            awaitMembers(2);
            sendUntil(() -> one.encoded() > 0 && other.encoded() > 0);
            one.hold();
            int before = other.encoded();
            sendUntil(() -> one.isAwaited() && other.encoded() > before + PART);
            putMembersOut(); // so the second one gets all partitions, the first one waiting for its encoder
            awaitMembers(1);
            int alone = other.encoded();
            await().until(() -> other.encoded() > alone + PART);

            one.goOn();

            awaitEverySampleAnswered();
            awaitMembers(2);
            assertThat(first.isWorking()).isTrue();
            assertThat(second.isWorking()).isTrue();
        }
        assertThat(installation.scored(generation)).hasSize(sent);
    }

    @Test
    void aBatchThatIsBeingScoredWhenItsPartitionsAreLostIsReadAgain() {
        begin("lost");
        try (ScoringInstance loops = start("losing", one)) {
            holdOneSampleInTheEncoder();
            putMembersOut();
            awaitMembers(1);

            one.goOn();

            awaitEverySampleAnswered();
            await().until(() -> encoded() == sent + 1); // the batch that was lost, once more
            assertThat(loops.isWorking()).isTrue();
        }
        assertThat(installation.scored(generation)).hasSize(sent);
    }

    @Test
    void aBatchThatTheBrokerRefusesIsReadAgainByTheSameInstance() {
        begin("refused");
        try (ScoringInstance loops = start("refused", one)) {
            holdOneSampleInTheEncoder();
            limitScores("128"); // a transaction's own markers still fit
            await().until(DetectorRebalanceBrokerTest::scoresAreRefused);
            one.goOn();
            one.hold(); // after that batch, whose transaction must fail
            await().until(one::isAwaited);
            assertThat(installation.scored(generation)).hasSize(sent - 1);
            limitScores(null);
            await().until(() -> !scoresAreRefused());

            one.goOn();

            awaitEverySampleAnswered();
            assertThat(encoded()).isEqualTo(sent + 1);
            assertThat(loops.isWorking()).isTrue();
        }
        assertThat(installation.scored(generation)).hasSize(sent);
    }

    /** Sets the most bytes that the broker takes of a score, or with null what it was. */
    private static void limitScores(String value) {
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, value),
                value == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
        ask(admin ->
                admin.incrementalAlterConfigs(Map.of(SCORES, List.of(change))).all());
    }

    /** Whether the broker takes no record of a score's size; nobody gets to see the one that it is asked with. */
    private static boolean scoresAreRefused() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", installation.servers(), "transactional.id", "asking", "enable.idempotence", true);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sending = producer.send(new ProducerRecord<>(SCORES.name(), new byte[256]));
            producer.flush();
            producer.abortTransaction();
            return sending.state() == Future.State.FAILED && sending.exceptionNow() instanceof RecordTooLargeException;
        }
    }

    private void begin(String runId) {
        generation = new GenerationKey(runId, 1);
        known.note(Installation.fit("slow", new FakeEncoder(), generation, true));
    }

    private ScoringInstance start(String instance, Encoder encoder) {
        return ScoringInstance.start(installation, instance, Installation.detector("slow", encoder), known);
    }

    private int encoded() {
        return one.encoded() + other.encoded();
    }

    /** Lets samples flow as fast as they are scored. */
    private void sendUntil(BooleanSupplier enough) {
        await().until(() -> {
            int wanted = encoded() + AHEAD;
            while (sent < wanted) {
                installation.send(Installation.sample(generation, sent, "the robot text"));
                sent++;
            }
            return enough.getAsBoolean();
        });
    }

    private void awaitEverySampleAnswered() {
        await().until(() -> installation.scored(generation).stream()
                        .map(SampleScored::sample)
                        .distinct()
                        .count()
                == sent);
    }

    /** What the broker does with members that it takes for dead. */
    private static void putMembersOut() {
        ask(admin -> admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                .all());
    }

    /** Every sample but one is answered, and that one is being scored until the encoder may go on. */
    private void holdOneSampleInTheEncoder() {
        sendUntil(() -> one.encoded() > PART);
        awaitEverySampleAnswered();
        one.hold();
        installation.send(Installation.sample(generation, sent, "the robot text"));
        sent++;
        await().until(one::isAwaited);
    }

    /** Waits until so many instances share the partitions. */
    private static void awaitMembers(int count) {
        await().ignoreExceptions().until(() -> {
            Collection<MemberDescription> members = ask(admin -> admin.describeConsumerGroups(List.of(GROUP))
                            .describedGroups()
                            .get(GROUP))
                    .members();
            return members.size() == count
                    && members.stream()
                            .noneMatch(member ->
                                    member.assignment().topicPartitions().isEmpty());
        });
    }

    private static <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", installation.servers()))) {
            return question.apply(admin).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes 10 ms for each text, so that there is a batch in it nearly always. */
    private static final class SlowEncoder implements Encoder {

        private static final long NANOS = 10_000_000;

        private final FakeEncoder encoder = new FakeEncoder();
        private final Semaphore turn = new Semaphore(1, true);

        @Override
        public String version() {
            return encoder.version();
        }

        @Override
        public int dimension() {
            return encoder.dimension();
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            turn.acquireUninterruptibly();
            try {
                long end = System.nanoTime() + NANOS * texts.size();
                for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                return encoder.encode(texts);
            } finally {
                turn.release();
            }
        }

        int encoded() {
            return encoder.encoded();
        }

        /** Whoever comes next waits. */
        void hold() {
            turn.acquireUninterruptibly();
        }

        boolean isAwaited() {
            return turn.hasQueuedThreads();
        }

        void goOn() {
            turn.release();
        }
    }
}
