package io.tailkeeper.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to children, with redis-server as one that starts quickly. */
class LeashTest {

    @TempDir
    Path folder;

    /** A launcher in a JVM of its own: it starts a store and waits. */
    static final class Launcher {

        private Launcher() {}

        public static void main(String[] arguments) throws InterruptedException {
            RunDirectory directory = new RunDirectory(Path.of(arguments[0]));
            Child child = new Child(new RedisServer(directory), new Recorder());
            child.start(new Ports(new java.util.Random()));
            System.out.println("up");
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    private static final class Recorder implements Child.Watch {

        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();

        @Override
        public void event(String message) {
            events.add(message);
        }

        @Override
        public void failed(String message) {
            failures.add(message);
        }
    }

    @Test
    void childrenOfKilledLauncherEnd() throws Exception {
        Process launcher = new ProcessBuilder(
                        Jvm.PROGRAM,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(launcher.inputReader().readLine()).isEqualTo("up");
        assertThat(Processes.marked(folder.resolve("stack"))).isNotEmpty();

        launcher.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Processes.marked(folder)).isEmpty());
    }

    @Test
    void takenPortIsAvoided() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RunDirectory directory = new RunDirectory(folder);
            Role store = new RedisServer(directory);
            try (Child child = new Child(new Misled(store, taken.getLocalPort()), new Recorder())) {
                child.start(new Ports(new java.util.Random()));

                assertThat(child.port()).isNotEqualTo(taken.getLocalPort());
                assertThat(store.ready(child.port())).isTrue();
            }
            assertThat(Files.readString(directory.log("redis"))).contains("Address already in use");
        }
    }

    /** A role that believes a taken port to be free the first time. */
    private static final class Misled implements Role {

        private final Role role;
        private final int taken;
        private int starts;

        Misled(Role role, int taken) {
            this.role = role;
            this.taken = taken;
        }

        @Override
        public String name() {
            return role.name();
        }

        @Override
        public ChildSpecification specification(int port) {
            return role.specification(starts++ == 0 ? taken : port);
        }

        @Override
        public boolean ready(int port) {
            return role.ready(port);
        }

        @Override
        public Duration patience() {
            return role.patience();
        }
    }

    @Test
    void childThatEndsAtOnceIsReportedWithTheEndOfItsLog() {
        Recorder recorder = new Recorder();
        try (Child child = new Child(new Shell("echo the reason; exit 3"), recorder)) {
            assertThatThrownBy(() -> child.start(new Ports(new java.util.Random())))
                    .isInstanceOf(StackException.class)
                    .hasMessage("shell ended with status 3 before it was ready; last lines of " + folder
                            + "/shell.log:\n    the reason");
        }
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void childThatKeepsDyingFailsTheStackAfterFiveRestarts() {
        Recorder recorder = new Recorder();
        try (Child child = new Child(new Shell("touch ready; exec sleep 0.1"), recorder)) {
            child.start(new Ports(new java.util.Random()));

            await().atMost(Duration.ofSeconds(30)).until(() -> !recorder.failures.isEmpty());

            assertThat(recorder.events)
                    .hasSize(5)
                    .allMatch(event -> event.equals("shell ended with status 0 and is started again"));
            assertThat(recorder.failures)
                    .singleElement()
                    .asString()
                    .startsWith("shell ended with status 0 after 5 restarts within 2 minutes; ");
        }
    }

    /** A shell command as a role; ready once it has made the file {@code ready}. */
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

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }
}
