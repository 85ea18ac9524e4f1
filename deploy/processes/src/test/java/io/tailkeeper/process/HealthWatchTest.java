package io.tailkeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.files.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthWatchTest {

    /** The watch asks every second, and a busy machine may keep it from asking. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final AtomicReference<Optional<String>> fault = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T08:00:00Z"));
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void aProcessThatLivesAndDoesNotWorkIsToldOfUntilItWorksAgain() {
        try (Child child = new Child(new Sick(), RestartLimits.USUAL, StartLimits.USUAL, new Recorder());
                HealthWatch watch = new HealthWatch(() -> List.of(child), told::add, this::later)) {
            child.start(new FreePorts());
            fault.set(Optional.of("its loop is DOWN (encoder: false)"));
            watch.start();

            await().atMost(PATIENCE).until(() -> !told.isEmpty());
            assertThat(told)
                    .singleElement()
                    .asString()
                    .matches("sick has not worked for \\d+ s: its loop is DOWN \\(encoder: false\\)");

            fault.set(Optional.empty());
            await().atMost(PATIENCE).until(() -> told.size() > 1);
            assertThat(told).last().isEqualTo("sick works again");
        }
    }

    /** Every look is a minute after the one before. */
    private Instant later() {
        return now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
    }

    /** A process that only waits, and is as well as the test says. */
    private final class Sick implements Role {

        @Override
        public String name() {
            return "sick";
        }

        @Override
        public ChildSpecification specification(int port) {
            return new ChildSpecification(List.of("sleep", "600"), Map.of(), folder, folder.resolve("sick.log"));
        }

        @Override
        public boolean ready(int port) {
            return true;
        }

        @Override
        public Optional<String> fault(int port) {
            return fault.get();
        }
    }
}
