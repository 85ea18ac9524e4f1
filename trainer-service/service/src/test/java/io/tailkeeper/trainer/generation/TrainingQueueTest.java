package io.tailkeeper.trainer.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.Patience;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.tracing.GenerationTraces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingQueueTest {

    private static final GenerationKey KEY = new GenerationKey("base", 0);

    @TempDir
    Path folder;

    private final List<GenerationTrained> told = new ArrayList<>();
    private final List<RunFinished> ends = new ArrayList<>();
    private Patience patience;
    private TrainerDirectory directory;
    private Ledger ledger;

    @BeforeEach
    void openFolder() {
        directory = new TrainerDirectory(folder);
        patience = new Patience(folder);
        ledger = new Ledger(directory);
        ledger.requested(Specifications.run("base", null));
        Samples.scored(KEY, 64, 0).forEach(ledger::scored);
        Samples.heldOut("base", 8, 16).forEach(ledger::heldOut);
    }

    @AfterEach
    void closeFolder() {
        ledger.close();
        directory.close();
    }

    private TrainingQueue queue(BiFunction<GenerationTask, BooleanSupplier, GenerationTrained> worker) {
        TrainingQueue queue = new TrainingQueue(
                worker,
                told::add,
                ends::add,
                ledger,
                new GenerationTraces(directory, new Traces(OpenTelemetry.noop())),
                patience);
        ledger.ready().forEach(queue::add);
        return queue;
    }

    /** Runs a queue in this thread until its one task is over. */
    private void run(BiFunction<GenerationTask, BooleanSupplier, GenerationTrained> worker)
            throws InterruptedException {
        TrainingQueue queue = queue(worker);
        Thread here = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            while (!ledger.over(KEY)) {
                Thread.onSpinWait();
            }
            here.interrupt();
        });
        assertThatThrownBy(queue::run).isInstanceOf(InterruptedException.class);
    }

    private static GenerationTrained trained(GenerationTask task) {
        return new GenerationTrained(
                task.run(),
                task.generation(),
                new CheckpointReference(URI.create("file:///base/0"), "0".repeat(64), 0),
                false,
                new TokensTrained(1, 1),
                1,
                1,
                0,
                new SelectionSummary(1, 0, 1, 1, 0, 1, 1),
                new Evaluation(1, 1, 2, 0, 0),
                null,
                Map.of(),
                1);
    }

    @Test
    void whatWasTrainedIsToldAndKnownAtOnce() throws InterruptedException {
        run((task, cancelled) -> trained(task));

        assertThat(told)
                .singleElement()
                .extracting(GenerationTrained::generationKey)
                .isEqualTo(KEY);
        assertThat(ends).isEmpty();
        assertThat(ledger.over(KEY)).isTrue();
    }

    @Test
    void aBrokerThatIsAwayIsWaitedFor() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();

        run((task, cancelled) -> {
            if (attempts.incrementAndGet() == 1) {
                throw new TimeoutException("no broker");
            }
            return trained(task);
        });

        assertThat(attempts).hasValue(2);
        assertThat(told).hasSize(1);
        assertThat(ends).isEmpty();
    }

    @Test
    void aDiskWithoutRoomIsWaitedFor() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        Path ballast = folder.resolve("ballast");

        run((task, cancelled) -> {
            if (attempts.incrementAndGet() > 1) {
                return trained(task);
            }
            write(ballast);
            Thread unused = Thread.ofVirtual().start(() -> makeRoom(ballast));
            throw new UncheckedIOException(new FileSystemException(folder.toString(), null, "No space left on device"));
        });

        assertThat(attempts).hasValue(2);
        assertThat(told).hasSize(1);
        assertThat(ends).as("no run ends for a disk").isEmpty();
        assertThat(patience.problem()).isEmpty();
    }

    private static void write(Path file) {
        try {
            Files.write(file, new byte[8 << 20]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Once it is said that there is none. */
    private void makeRoom(Path ballast) {
        await().until(() -> patience.problem()
                .filter(problem -> problem.startsWith("generation base:0 waits for room: "))
                .isPresent());
        ballast.toFile().delete();
    }

    @Test
    void aTrainingThatFailsEndsItsRun() throws InterruptedException {
        run((task, cancelled) -> {
            throw new TrainingFailedException("the loss is NaN");
        });

        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.runId()).isEqualTo("base");
            assertThat(end.reason()).isEqualTo("generation 0: the loss is NaN");
        });
        assertThat(told).isEmpty();
    }

    @Test
    void anErrorOfTheJvmEndsTheRunAndThenTheProcess() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        TrainingQueue queue = queue((task, cancelled) -> {
            throw error;
        });

        assertThatThrownBy(queue::run).isSameAs(error);
        assertThat(ends)
                .as("the next process does not meet it again")
                .singleElement()
                .extracting(RunFinished::reason)
                .asString()
                .contains("Java heap space");
    }

    @Test
    void aStopIsNoFailureOfTheRun() throws InterruptedException {
        CountDownLatch training = new CountDownLatch(1);
        TrainingQueue queue = queue((task, cancelled) -> {
            training.countDown();
            while (!cancelled.getAsBoolean()) {
                Thread.onSpinWait();
            }
            throw new TrainingCancelledException();
        });
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                queue.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        training.await();

        queue.close();
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ends).isEmpty();
        assertThat(told).isEmpty();
        assertThat(ledger.over(KEY)).isFalse();
    }
}
