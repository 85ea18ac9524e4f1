package io.tailkeeper.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.process.Child;
import io.tailkeeper.process.ChildSpecification;
import io.tailkeeper.process.Jvm;
import io.tailkeeper.process.Processes;
import io.tailkeeper.process.Recorder;
import io.tailkeeper.process.RestartLimits;
import io.tailkeeper.process.Role;
import io.tailkeeper.process.StartLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to children, with redis-server as one that starts quickly. */
class LeashTest {

    /** The children look for the launcher every second, when the machine lets them. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** A launcher in a JVM of its own: it starts a store and waits. */
    static final class Launcher {

        private Launcher() {}

        public static void main(String[] arguments) throws InterruptedException {
            RunDirectory directory = new RunDirectory(Path.of(arguments[0]));
            Child child =
                    new Child(RedisServer.closed(directory), RestartLimits.USUAL, StartLimits.USUAL, new Recorder());
            child.start(new FreePorts());
            System.out.println("up");
            new java.util.concurrent.CountDownLatch(1).await();
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

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Processes.marked(folder)).isEmpty());
    }

    @Test
    void takenPortIsAvoided() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RunDirectory directory = new RunDirectory(folder);
            Role store = RedisServer.closed(directory);
            try (Child child = new Child(
                    new Misled(store, taken.getLocalPort()), RestartLimits.USUAL, StartLimits.USUAL, new Recorder())) {
                child.start(new FreePorts());

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
    }
}
