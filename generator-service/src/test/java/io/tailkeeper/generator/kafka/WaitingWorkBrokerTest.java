package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.generator.EndedRuns;
import io.tailkeeper.generator.Fixtures;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages that wait while the worker is busy. */
@QuarkusTest
@TestProfile(WaitingWorkBrokerTest.Profile.class)
@WithTestResource(KafkaBrokerResource.class)
class WaitingWorkBrokerTest {

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(3);
    private static final CheckpointReference URGENT =
            new CheckpointReference(URI.create("file:///checkpoints/urgent.safetensors"), "cd".repeat(32), 0);

    /** A writer that waits for the test, and clients that give up a send soon. */
    public static final class Profile implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(GatedWriter.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.connector.smallrye-kafka.delivery.timeout.ms",
                    Long.toString(DELIVERY_TIMEOUT.toMillis()),
                    "mp.messaging.connector.smallrye-kafka.request.timeout.ms",
                    "1000",
                    "mp.messaging.connector.smallrye-kafka.max.block.ms",
                    "1000");
        }
    }

    @ConfigProperty(name = "kafka.bootstrap.servers")
    private String servers;

    @Inject
    GatedWriter writer;

    @Inject
    WorkQueue queue;

    @Inject
    EndedRuns ended;

    @Inject
    Supervision supervision;

    private KafkaBrokerResource kafka;
    private BrokerLog broker;
    private RunRequested run;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        broker = new BrokerLog(servers);
        run = Fixtures.run("run-" + System.nanoTime(), "base", Fixtures.specification(TestCorpus.in(folder)));
        writer.close();
    }

    @AfterEach
    void finishAll() {
        cancel(run);
        writer.letGo(10_000);
        await().atMost(BrokerLog.PATIENCE).untilAsserted(() -> assertThat(broker.committed("generator"))
                .isEqualTo(broker.ends(BrokerLog.worked())));
        assertThat(supervision.failure()).isEmpty();
        broker.close();
    }

    private void cancel(RunRequested which) {
        broker.write(
                Topics.RUNS_FINISHED,
                which.runId(),
                new RunFinished(which.runId(), RunFinished.Status.CANCELLED, "dashboard", null, Instant.EPOCH));
        await().atMost(BrokerLog.PATIENCE).until(() -> ended.contains(which.runId()));
    }

    /** Tasks that a model writes, one sample each. */
    private List<SamplingTask> written(RunRequested whose, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new SamplingTask(whose, 1, Part.SYNTHETIC, 32 + index % 32, 1, Fixtures.CHECKPOINT))
                .toList();
    }

    private SamplingTask calibration(int first) {
        return new SamplingTask(run, 1, Part.CALIBRATION, first, 1, URGENT);
    }

    private void keepTheWorkerBusy() throws InterruptedException {
        broker.write(0, written(run, 1));
        assertThat(writer.nextCall()).isEqualTo(Fixtures.CHECKPOINT);
    }

    @Test
    void calibrationOvertakesWhatWaitsInEveryPartitionAndPlanningOvertakesCalibration() throws InterruptedException {
        keepTheWorkerBusy();
        for (int partition = 0; partition < 3; partition++) {
            broker.write(partition, written(run, 200));
        }
        await().atMost(BrokerLog.PATIENCE).until(() -> queue.size() == 600);
        for (int partition = 0; partition < 3; partition++) {
            broker.write(partition, List.of(calibration(partition)));
        }
        RunRequested other = Fixtures.run(run.runId() + "-planned", "base", run.specification());
        broker.write(Topics.GENERATIONS_TRAINED, other.runId() + ":0", Fixtures.trained(other, 0, Fixtures.CHECKPOINT));
        await().atMost(BrokerLog.PATIENCE).until(() -> queue.size() == 604);

        List<CheckpointReference> calls = new ArrayList<>();
        for (int call = 0; call < 3; call++) {
            writer.letGo(1);
            calls.add(writer.nextCall());
        }
        assertThat(calls).containsExactly(URGENT, URGENT, URGENT);
        assertThat(broker.await(Topics.SAMPLING_TASKS, other.runId() + ":1:", 3))
                .isNotEmpty();
        cancel(other);
    }

    @Test
    void calibrationOvertakesMoreThanMayWait() throws InterruptedException {
        keepTheWorkerBusy();
        broker.write(0, written(run, 3_000));
        int mayWait = Intake.MAX_MESSAGES - 1; // one is being done
        await().atMost(BrokerLog.PATIENCE).until(() -> queue.size() == mayWait);
        broker.write(1, List.of(calibration(0)));

        int calls = 0;
        CheckpointReference next = Fixtures.CHECKPOINT;
        while (!next.equals(URGENT)) {
            writer.letGo(1);
            next = writer.nextCall();
            calls++;
        }
        assertThat(calls).as("calls until the calibration").isLessThan(100);
        assertThat(queue.size()).isLessThanOrEqualTo(mayWait);
    }

    @Test
    void waitingTasksOfACancelledRunAreAcknowledgedWithoutWork() throws InterruptedException {
        RunRequested other = Fixtures.run(run.runId() + "-goes-on", "base", run.specification());
        keepTheWorkerBusy();
        broker.write(1, written(run, 50));
        await().atMost(BrokerLog.PATIENCE).until(() -> queue.size() == 50);
        broker.write(2, written(other, 1));
        await().atMost(BrokerLog.PATIENCE).until(() -> queue.size() == 51);

        cancel(run);
        writer.letGo(2);

        List<SampleCollected> samples = broker.await(Topics.SAMPLES_COLLECTED, run.runId(), 2);
        assertThat(samples)
                .extracting(SampleCollected::sampleId)
                .containsExactlyInAnyOrder(run.runId() + ":1:32", other.runId() + ":1:32");
    }

    @Test
    void aTaskThatIsDoneWhileTheBrokerIsAwayIsDeliveredWhenItIsBack() throws InterruptedException {
        keepTheWorkerBusy();

        kafka.takeAway();
        writer.letGo(1);
        await().atMost(BrokerLog.PATIENCE)
                .during(DELIVERY_TIMEOUT.multipliedBy(4)) // the clients give up, and again
                .until(() -> supervision.failure().isEmpty());
        kafka.bringBack();

        assertThat(broker.await(Topics.SAMPLES_COLLECTED, run.runId(), 1)).hasSize(1);
        broker.write(1, written(run, 1));
        assertThat(writer.nextCall()).isEqualTo(Fixtures.CHECKPOINT);
    }
}
