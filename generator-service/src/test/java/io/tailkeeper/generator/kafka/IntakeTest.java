package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.generator.Fixtures;
import io.tailkeeper.generator.kafka.UrgencyQueue.Rank;
import io.tailkeeper.generator.kafka.UrgencyQueue.Urgency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** How messages come in, wait and leave. */
class IntakeTest {

    private static final RunRequested RUN = Specifications.run("run", "base");
    private static final RunRequested OTHER = Specifications.run("other", "base");

    private final WorkQueue queue = new WorkQueue();
    private final List<String> done = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Channel channel = new Channel();
    private final Intake<SamplingTask> tasks = intake(
            Topics.SAMPLING_TASKS,
            task -> new Rank(
                    task.part() == Part.CALIBRATION ? Urgency.CALIBRATION : Urgency.SAMPLES,
                    new GenerationKey(task.run().runId(), task.generation())),
            SamplingTask::taskId);
    private final Intake<RunRequested> requests =
            intake(Topics.RUNS_REQUESTED, _ -> Rank.PLANNING, RunRequested::runId);
    private long offset;

    /** Counts what is asked for. */
    private static final class Channel implements Flow.Subscription {

        private int asked;

        @Override
        public void request(long more) {
            asked += (int) more;
        }

        @Override
        public void cancel() {
            // nobody cancels
        }
    }

    private <T> Intake<T> intake(Topic<T> topic, Function<T, Rank> rank, Function<T, String> name) {
        return new Intake<>(
                topic, queue, null, new Traces(OpenTelemetry.noop()), rank, message -> done.add(name.apply(message)));
    }

    private static SamplingTask task(Part part, int first) {
        return task(RUN, part, first);
    }

    private static SamplingTask task(RunRequested run, Part part, int first) {
        return new SamplingTask(run, 1, part, first, 1, part == Part.HUMAN ? null : Fixtures.CHECKPOINT);
    }

    private <T> void receive(Intake<T> intake, Topic<T> topic, int partition, long timestamp, Received<T> received) {
        T message = received.message();
        byte[] key = message == null ? null : topic.keyOf().apply(message).getBytes(StandardCharsets.UTF_8);
        receive(intake, topic, partition, timestamp, received, key);
    }

    private <T> void receive(
            Intake<T> intake, Topic<T> topic, int partition, long timestamp, Received<T> received, byte[] key) {
        int size = received.body() == null ? -1 : received.body().length;
        ConsumerRecord<byte[], Received<T>> read = new ConsumerRecord<>(
                topic.name(),
                partition,
                offset++,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                size,
                key,
                received,
                new RecordHeaders(),
                Optional.empty());
        String place = topic.name() + "@" + read.offset();
        intake.onNext(Message.of(
                received,
                Metadata.of(new IncomingKafkaRecordMetadata<>(read, "channel")),
                () -> {
                    acknowledged.add(place);
                    return CompletableFuture.completedFuture(null);
                },
                reason -> {
                    refused.add(place + " " + reason.getMessage());
                    return CompletableFuture.completedFuture(null);
                }));
    }

    private void receive(int partition, long timestamp, SamplingTask task, int bytes) {
        receive(tasks, Topics.SAMPLING_TASKS, partition, timestamp, new Received<>(new byte[bytes], task, null));
    }

    private boolean completeOne() throws InterruptedException {
        Optional<Job> next = queue.next(Duration.ZERO);
        next.ifPresent(Job::complete);
        return next.isPresent();
    }

    @Test
    void planningGoesFirstThenCalibrationThenTheOldest() throws InterruptedException {
        tasks.onSubscribe(channel);
        requests.onSubscribe(channel);
        receive(0, 10, task(Part.SYNTHETIC, 41), 1);
        receive(0, 20, task(Part.HUMAN, 1), 1);
        receive(1, 30, task(Part.CALIBRATION, 0), 1);
        receive(requests, Topics.RUNS_REQUESTED, 0, 40, new Received<>(new byte[1], RUN, null));
        receive(1, 5, task(Part.SYNTHETIC, 40), 1);

        assertThat(acknowledged).isEmpty();
        while (completeOne()) {
            assertThat(acknowledged).hasSameSizeAs(done);
        }

        assertThat(done)
                .containsExactly(
                        "run", "run:1:calibration:0", "run:1:synthetic:40", "run:1:synthetic:41", "run:1:human:1");
        assertThat(acknowledged).hasSize(5);
    }

    @Test
    void oneGenerationGoesAfterTheOtherInTheOrderOfTheirPlans() throws InterruptedException {
        tasks.onSubscribe(channel);
        receive(0, 10, task(RUN, Part.SYNTHETIC, 40), 1);
        receive(1, 20, task(OTHER, Part.CALIBRATION, 0), 1);
        receive(1, 21, task(OTHER, Part.SYNTHETIC, 40), 1);
        receive(2, 30, task(RUN, Part.SYNTHETIC, 41), 1);
        receive(2, 31, task(RUN, Part.CALIBRATION, 0), 1);

        assertThat(completeOne()).isTrue();
        receive(1, 32, task(RUN, Part.SYNTHETIC, 42), 1);
        while (completeOne()) {
            assertThat(acknowledged).hasSameSizeAs(done);
        }

        assertThat(done)
                .containsExactly(
                        "run:1:calibration:0",
                        "run:1:synthetic:40",
                        "run:1:synthetic:41",
                        "run:1:synthetic:42",
                        "other:1:calibration:0",
                        "other:1:synthetic:40");
    }

    @Test
    void aChannelIsHeldBackWhileAsManyMessagesWaitAsMay() throws InterruptedException {
        tasks.onSubscribe(channel);
        for (int message = 0; message < channel.asked; message++) {
            receive(0, message, task(Part.HUMAN, 0), 1);
        }
        assertThat(queue.size()).isEqualTo(Intake.MAX_MESSAGES).isEqualTo(channel.asked);

        assertThat(completeOne()).isTrue();
        assertThat(channel.asked).isEqualTo(Intake.MAX_MESSAGES + 1);
    }

    @Test
    void aChannelIsHeldBackWhileLargeMessagesWait() throws InterruptedException {
        tasks.onSubscribe(channel);
        for (int message = 0; message < channel.asked; message++) {
            receive(0, message, task(Part.HUMAN, 0), Intake.MAX_BYTES / 4);
        }
        assertThat(queue.size()).isEqualTo(4).isEqualTo(channel.asked);

        assertThat(completeOne()).isTrue();
        assertThat(channel.asked).isEqualTo(5);
    }

    @Test
    void whatWaitsOfAPartitionThatAnotherInstanceGotIsDropped() throws InterruptedException {
        tasks.onSubscribe(channel);
        receive(0, 10, task(Part.HUMAN, 0), Intake.MAX_BYTES);
        receive(1, 20, task(Part.HUMAN, 1), 1);

        queue.onPartitionsRevoked(null, List.of(new TopicPartition(Topics.SAMPLING_TASKS.name(), 0)));

        assertThat(channel.asked).as("there is room again").isEqualTo(2);
        assertThat(completeOne()).isTrue();
        assertThat(completeOne()).isFalse();
        assertThat(done).containsExactly("run:1:human:1");
        assertThat(acknowledged).hasSize(1);
    }

    @Test
    void aWrongRecordIsRefusedBeforeAnythingElseIsDone() throws InterruptedException {
        tasks.onSubscribe(channel);
        receive(0, 10, task(Part.CALIBRATION, 0), 1);
        RejectedMessageException reason = new RejectedMessageException("no task");
        receive(tasks, Topics.SAMPLING_TASKS, 0, 20, new Received<>(new byte[1], null, reason));

        assertThat(completeOne()).isTrue();

        assertThat(refused).containsExactly(Topics.SAMPLING_TASKS.name() + "@1 no task");
        assertThat(done).isEmpty();
    }

    @Test
    void aRequestUnderTheKeyOfAnotherRunIsRefused() throws InterruptedException {
        requests.onSubscribe(channel);
        byte[] key = "another".getBytes(StandardCharsets.UTF_8);
        receive(requests, Topics.RUNS_REQUESTED, 0, 10, new Received<>(new byte[1], RUN, null), key);

        assertThat(completeOne()).isTrue();

        assertThat(refused)
                .singleElement()
                .asString()
                .contains("the record's key is \"another\", but should be runId, \"run\"");
        assertThat(done).isEmpty();
    }

    @Test
    void aTombstoneIsNothingToDoWhereTheTopicIsCompactedAndWrongElsewhere() throws InterruptedException {
        tasks.onSubscribe(channel);
        requests.onSubscribe(channel);
        receive(requests, Topics.RUNS_REQUESTED, 0, 10, new Received<>(null, null, null));
        receive(tasks, Topics.SAMPLING_TASKS, 0, 20, new Received<>(null, null, null));

        assertThat(completeOne()).isTrue();
        assertThat(completeOne()).isTrue();

        assertThat(acknowledged).containsExactly(Topics.RUNS_REQUESTED.name() + "@0");
        assertThat(refused).containsExactly(Topics.SAMPLING_TASKS.name() + "@1 the record has no body");
    }
}
