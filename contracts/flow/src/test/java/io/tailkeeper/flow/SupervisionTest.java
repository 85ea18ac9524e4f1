package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisionTest {

    /** A thread ends at its next poll; a busy machine may keep it from running for seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger ends = new AtomicInteger();
    private final Supervision supervision = new Supervision(ends::incrementAndGet);

    private HealthCheckResponse alive() {
        return new WorksCheck(supervision).call();
    }

    @Test
    void aThreadThatLivesKeepsTheServiceAlive() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = supervision.start("worker", end::await);

        assertThat(alive().getStatus()).isEqualTo(Status.UP);

        supervision.stop(new ShutdownEvent());
        end.countDown();
        thread.join();
        assertThat(alive().getStatus()).as("it ended because the service stops").isEqualTo(Status.UP);
        assertThat(ends).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class, StackOverflowError.class})
    void whateverAThreadThrowsEndsTheService(Class<? extends Throwable> thrown) {
        Thread thread = supervision.start("worker", () -> {
            Throwable failure = thrown.getConstructor(String.class).newInstance("of this test");
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        });

        await().atMost(PATIENCE).until(() -> !thread.isAlive());
        assertThat(ends).hasValue(1);
        assertThat(alive().getStatus()).isEqualTo(Status.DOWN);
        assertThat(alive().getData().orElseThrow().get("problem"))
                .asString()
                .contains("worker", thrown.getSimpleName(), "of this test");
    }

    @Test
    void aThreadThatReturnsEndsTheServiceToo() {
        Thread thread = supervision.start("worker", () -> {});

        await().atMost(PATIENCE).until(() -> !thread.isAlive());
        assertThat(supervision.failure())
                .hasValueSatisfying(reason -> assertThat(reason).contains("worker ended"));
        assertThat(ends).hasValue(1);
    }

    @Test
    void theFirstReasonCounts() {
        supervision.fail("first", null);
        supervision.fail("second", new IllegalStateException());

        assertThat(supervision.failure()).contains("first");
        assertThat(ends).hasValue(1);
    }

    @Test
    void readinessWaitsForWhatHasAProblem() {
        AtomicReference<String> problem = new AtomicReference<>("the store is away");
        supervision.readyWhen("store", () -> Optional.ofNullable(problem.get()));
        supervision.readyWhen("topics", Optional::empty);

        HealthCheckResponse waiting = new ReadyCheck(supervision).call();
        assertThat(waiting.getStatus()).isEqualTo(Status.DOWN);
        assertThat(waiting.getData().orElseThrow()).containsOnlyKeys("store").containsValue("the store is away");
        assertThat(alive().getStatus()).as("a matter of readiness only").isEqualTo(Status.UP);

        problem.set(null);
        assertThat(new ReadyCheck(supervision).call().getStatus()).isEqualTo(Status.UP);
    }
}
