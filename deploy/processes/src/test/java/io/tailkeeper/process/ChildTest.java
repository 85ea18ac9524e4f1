package io.tailkeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.files.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a child whose process ends, with shell commands as children. */
class ChildTest {

    /** Processes start several times over, with pauses between. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Recorder recorder = new Recorder();

    @Test
    void oneThatEndsByItselfBeforeItWasReadyIsGivenUpSoonWithTheEndOfItsLog() {
        try (Child child = child("echo the reason; exit 3", quick(5, 2))) {
            assertThatThrownBy(() -> child.start(ports()))
                    .isInstanceOf(ProcessException.class)
                    .hasMessage("shell ended with status 3 before it was ready (3 times); last lines of " + folder
                            + "/shell.log:\n    the reason\n    the reason\n    the reason");
        }
        assertThat(recorder.events)
                .containsExactly(
                        "shell ended with status 3 before it was ready and is started again",
                        "shell ended with status 3 before it was ready and is started again in 0 s");
    }

    @Test
    void oneThatIsKilledWhileItStartsIsStartedAgain() throws IOException {
        try (Child child = child("exec sleep 600", quick(5, 0))) {
            CompletableFuture<Void> starting =
                    CompletableFuture.runAsync(() -> child.start(ports()), Thread::startVirtualThread);
            for (int kills = 1; kills <= 3; kills++) {
                int before = kills - 1;
                await().atMost(PATIENCE).until(() -> child.status().restarts() == before && child.kill());
            }
            await().atMost(PATIENCE)
                    .until(() ->
                            child.status().restarts() == 3 && child.status().alive());
            assertThat(starting).isNotDone();

            Files.createFile(folder.resolve("ready"));

            assertThat(starting).succeedsWithin(PATIENCE);
            assertThat(recorder.events)
                    .hasSize(3)
                    .first()
                    .isEqualTo("shell ended with status 137 before it was ready and is started again");
            assertThat(recorder.failures).isEmpty();
        }
    }

    @Test
    void oneThatKeepsDyingFailsTheStackOnceItsRestartsAreSpent() {
        try (Child child = child("touch ready; exec sleep 0.1", quick(5, 5))) {
            child.start(ports());

            await().atMost(PATIENCE).until(() -> !recorder.failures.isEmpty());

            assertThat(recorder.events).hasSize(5);
            assertThat(recorder.failures)
                    .singleElement()
                    .asString()
                    .startsWith("shell ended with status 0 after 5 restarts within 120 minutes; ");
        }
    }

    @Test
    void oneThatIsClosedWhileItWaitsForARestartIsNotStartedAgain() throws IOException {
        Files.createFile(folder.resolve("ready"));
        RestartLimits slow = new RestartLimits(5, Duration.ofHours(2), 5, Duration.ofHours(1));
        try (Child child = child("exec sleep 600", slow)) {
            child.start(ports());
            assertThat(child.kill()).isTrue();
            await().atMost(PATIENCE).until(() -> child.status().restarts() == 1 && child.kill());
            await().atMost(PATIENCE).until(() -> child.status().restarts() == 2);

            child.stop();

            await().atMost(PATIENCE).until(() -> !child.status().alive());
            assertThat(child.kill()).isFalse();
        }
        assertThat(recorder.failures).isEmpty();
    }

    @Test
    void whenOneCannotBeStartedNobodyWaitsForTheOthers() {
        try (Child patient = child("exec sleep 600", quick(5, 0));
                Child broken = child("exit 3", quick(5, 0))) {
            assertThatThrownBy(() -> Children.start(List.of(patient, broken), ports()))
                    .isInstanceOf(ProcessException.class)
                    .hasMessageStartingWith("shell ended with status 3 before it was ready");
            assertThat(patient.kill()).isFalse();
        }
    }

    /** What a process does while it starts, and what is said of it when it does not get ready. */
    @Test
    void oneThatStandsStillWhileItStartsIsGivenUp() {
        try (Child child = starting("echo begun; exec sleep 600", Duration.ofMillis(600), Duration.ofMinutes(5))) {
            assertThatThrownBy(() -> child.start(ports()))
                    .isInstanceOf(ProcessException.class)
                    .hasMessageStartingWith(
                            "shell was not ready and made no progress for 0 s: it does not answer on port")
                    .hasMessageEndingWith("    begun");
            await().atMost(PATIENCE).until(() -> !child.status().alive());
        }
    }

    @Test
    void oneThatGetsOnIsWaitedForHoweverLongItTakes() throws IOException {
        String logging =
                "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i; sleep 0.2; done; touch ready; exec sleep 600";
        try (Child child = starting(logging, Duration.ofMillis(600), Duration.ofMinutes(5))) {
            child.start(ports());
        }
        Files.delete(folder.resolve("ready"));
        String working = "i=0; while [ $i -lt 400000 ]; do i=$((i + 1)); done; touch ready; exec sleep 600";
        try (Child child = starting(working, Duration.ofMillis(300), Duration.ofMinutes(5))) {
            child.start(ports());
        }
        assertThat(recorder.failures).isEmpty();
    }

    @Test
    void oneThatGetsOnForEverIsGivenUpAtItsLimitWhichCanBeSet() {
        try (Child child =
                starting("while :; do echo on; sleep 0.1; done", Duration.ofMinutes(5), Duration.ofMillis(1_500))) {
            assertThatThrownBy(() -> child.start(ports()))
                    .hasMessageStartingWith(
                            "shell was not ready within 1 s, although it still got on; --start-limit gives it longer");
        }
        assertThat(StartLimits.USUAL.within(Duration.ofSeconds(40)).longest()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aCrashIsToldOfAmongTheLogs() throws Exception {
        Path work = Files.createDirectories(folder.resolve("100 % ours/crash"));
        Path logs = Files.createDirectories(folder.resolve("100 % ours/logs"));
        List<String> command = new ArrayList<>(List.of(Jvm.PROGRAM));
        command.addAll(Jvm.crashOptions(logs, "crash"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Waiting.class.getName()));
        Process process = Leash.start(new ChildSpecification(command, Map.of(), work, logs.resolve("crash.log")));
        await().atMost(PATIENCE)
                .until(() -> LogTail.text(logs.resolve("crash.log"), 0).contains("waiting"));

        new ProcessBuilder("kill", "-SEGV", Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor()).isNotZero();

        assertThat(work).isEmptyDirectory();
        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files.map(log -> log.getFileName().toString()))
                    .containsExactlyInAnyOrder("crash.log", "crash-" + process.pid() + ".hs_err.log");
        }
    }

    /** A program that lives until something ends it. */
    static final class Waiting {

        private Waiting() {}

        public static void main(String[] none) throws InterruptedException {
            System.out.println("waiting");
            new CountDownLatch(1).await();
        }
    }

    private Child starting(String command, Duration still, Duration longest) {
        return new Child(new Shell(command), quick(5, 0), new StartLimits(still, longest), recorder);
    }

    private Child child(String command, RestartLimits limits) {
        return new Child(new Shell(command), limits, StartLimits.USUAL, recorder);
    }

    private static RestartLimits quick(int restarts, int unready) {
        return new RestartLimits(restarts, Duration.ofHours(2), unready, Duration.ofMillis(20));
    }

    private static FreePorts ports() {
        return new FreePorts();
    }

    /** A shell command as a role; ready once there is a file {@code ready}. */
    private final class Shell implements Role {

        private final String command;

        Shell(String command) {
            this.command = command;
        }

        @Override
        public String name() {
            return "shell";
        }

        @Override
        public ChildSpecification specification(int port) {
            return new ChildSpecification(
                    List.of("/bin/sh", "-c", command), Map.of(), folder, folder.resolve("shell.log"));
        }

        @Override
        public boolean ready(int port) {
            return Files.exists(folder.resolve("ready"));
        }
    }
}
