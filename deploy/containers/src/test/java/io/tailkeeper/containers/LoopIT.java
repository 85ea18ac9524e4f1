package io.tailkeeper.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The images as a whole: an experiment, once undisturbed, and what a broker that hangs and a network that loses answers change. */
class LoopIT {

    /** What is waited for is an experiment, which takes a minute or two here, and the pause of another. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final String[] SIZE = {
        "--preset", "smoke",
        "--set", "data.documents=256",
        "--set", "base-training.optimizer-tokens=524288",
        "--set", "training.optimizer-tokens=262144"
    };

    private static Loop loop;
    private static String undisturbed;

    @BeforeAll
    static void start() throws IOException {
        loop = new Loop();
        loop.start();
        undisturbed = loop.experiment(SIZE);
        assertThat(undisturbed.lines()).hasSizeGreaterThan(5);
    }

    @AfterAll
    static void stop() throws IOException {
        if (loop != null) {
            loop.close();
        }
    }

    private static CompletableFuture<String> experiment() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return loop.experiment(SIZE);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Executors.newVirtualThreadPerTaskExecutor());
    }

    private static int checkpoints() throws Exception {
        String files = loop.service("trainer")
                .execInContainer("find", "/var/lib/tailkeeper/trainer", "-name", "model.safetensors")
                .getStdout();
        return (int) files.lines().count();
    }

    @Test
    void aBrokerThatHangsForAMinuteChangesNothing() throws Exception {
        int before = checkpoints();
        CompletableFuture<String> disturbed = experiment();
        await().atMost(PATIENCE).until(() -> checkpoints() > before);
        DockerClient engine = loop.kafka().getDockerClient();

        engine.pauseContainerCmd(loop.kafka().getContainerId()).exec();
        try {
            boolean over = new CountDownLatch(1).await(OUTAGE.toSeconds(), TimeUnit.SECONDS);
            assertThat(over).isFalse();
            assertThat(disturbed).isNotDone();
        } finally {
            engine.unpauseContainerCmd(loop.kafka().getContainerId()).exec();
        }

        assertThat(disturbed).succeedsWithin(PATIENCE);
        assertThat(disturbed.join()).isEqualTo(undisturbed);
    }

    @Test
    void answersThatAreLostChangeNothing() throws Exception {
        loop.proxy().losing(true);
        try {
            CompletableFuture<String> disturbed = experiment();
            assertThat(disturbed).succeedsWithin(PATIENCE);
            assertThat(disturbed.join()).isEqualTo(undisturbed);
        } finally {
            loop.proxy().losing(false);
        }
        assertThat(loop.proxy().lost()).isGreaterThan(50);
    }

    @Test
    void aFullVolumeIsToldAndIsMendedByMakingRoom() throws Exception {
        int before = checkpoints();
        CompletableFuture<String> disturbed = experiment();
        await().atMost(PATIENCE).until(() -> checkpoints() > before);

        loop.fill(true);
        try {
            await().atMost(PATIENCE)
                    .until(() -> loop.service("trainer").getLogs().contains("No space left on device"));
            await().atMost(PATIENCE).until(() -> !loop.ready("trainer"));
            assertThat(disturbed).isNotDone();
        } finally {
            loop.fill(false);
        }

        assertThat(disturbed).succeedsWithin(PATIENCE);
        await().atMost(PATIENCE).until(() -> loop.ready("trainer"));
        assertThat(disturbed.join()).isEqualTo(undisturbed);
    }
}
