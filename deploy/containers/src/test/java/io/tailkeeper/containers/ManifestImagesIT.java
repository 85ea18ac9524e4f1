package io.tailkeeper.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.kubernetes.Kustomize;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Network;

/**
 * Every image under the environment, limits, user and read-only root of its manifest. All start at once, as in a cluster, but for broker
 * and store, which are not there at first.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestImagesIT {

    /** Five Java programs start at once, each with one or two processors at most; a machine may be ten times slower. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final List<String> NEIGHBOURS = List.of("kafka", "redis");
    private static final Map<String, String> SECRETS = Map.of("tailkeeper-redis/password", "a-password-of-this-test");

    @TempDir(cleanup = CleanupMode.NEVER) // files of other accounts lie in it; the engine's machine removes them
    private static Path folder;

    private static final Network NETWORK = Network.newNetwork();
    private static final Map<String, PodContainer> PODS = new TreeMap<>();
    private static PodVolumes volumes;

    @BeforeAll
    static void start() throws Exception {
        Manifests manifests = Kustomize.render(List.of("experiment", "single-node"));
        volumes = new PodVolumes(manifests, Files.createDirectories(folder.resolve("volumes")));
        for (Pod pod : manifests.pods()) {
            PODS.put(pod.name(), new PodContainer(manifests, pod, volumes, SECRETS, NETWORK));
        }
        assertThat(PODS)
                .containsOnlyKeys("detector", "experiment", "generator", "kafka", "metrics", "redis", "trainer");
        services().forEach(PodContainer::start);
    }

    @AfterAll
    static void stop() throws IOException {
        PODS.values().forEach(PodContainer::stop);
        NETWORK.close();
    }

    private static List<PodContainer> services() {
        return PODS.values().stream()
                .filter(pod -> !NEIGHBOURS.contains(pod.name()) && !pod.name().equals("experiment"))
                .toList();
    }

    private static List<PodContainer> running() {
        return PODS.values().stream()
                .filter(pod -> !pod.name().equals("experiment"))
                .toList();
    }

    private static boolean succeeds(PodContainer pod, String probe) {
        try {
            return Probes.succeeds(pod, probe);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(1)
    void servicesSayWhatIsMissingWhileBrokerAndStoreAreNotThere() {
        for (PodContainer service : services()) {
            await(service.name()).atMost(PATIENCE).until(() -> service.getLogs()
                    .contains("no name of the brokers kafka:9092 is known here"));
        }
        assertThat(services())
                .hasSize(4)
                .allMatch(pod -> pod.isRunning())
                .noneMatch(service -> succeeds(service, "readinessProbe"));
    }

    @Test
    @Order(2)
    void allProbesAnswerOnceBrokerAndStoreAreThere() {
        NEIGHBOURS.forEach(name -> pod(name).start());

        for (PodContainer pod : running()) {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                await(pod.name() + " " + probe).atMost(PATIENCE).until(() -> succeeds(pod, probe));
            }
        }

        assertThat(running()).hasSize(6).allMatch(pod -> pod.isRunning());
    }

    @Test
    @Order(3)
    void eachRunsAsItsUserAndCannotWriteToItsRoot() throws Exception {
        for (PodContainer pod : running()) {
            String user = pod.execInContainer("id", "-u").getStdout().strip();
            assertThat(user).as(pod.name()).isNotEqualTo("0").matches("\\d+");
            assertThat(pod.execInContainer("sh", "-c", "touch /probe /etc/probe /opt/probe /var/probe")
                            .getExitCode())
                    .as(pod.name())
                    .isNotZero();
            assertThat(pod.execInContainer("sh", "-c", "touch /tmp/probe && rm /tmp/probe")
                            .getExitCode())
                    .as(pod.name())
                    .isZero();
        }
    }

    @Test
    @Order(4)
    void theJobRunsAnExperimentAndKeepsItsReport() throws IOException {
        PodContainer job = pod("experiment");
        job.withCommand(java.util.Arrays.stream(job.getCommandParts())
                .map(argument -> argument.equals("quickstart") ? "smoke" : argument) // a minute shorter
                .toArray(String[]::new));
        job.start();

        await().atMost(PATIENCE).until(() -> !job.isRunning());

        assertThat(job.getLogs()).contains("completed in ").doesNotContain("Exception");
        assertThat(job.getCurrentContainerInfo().getState().getExitCodeLong()).isZero();
        try (var files = Files.walk(folder.resolve("volumes/claim-tailkeeper-reports"))) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("report.html", "generations.csv");
        }
    }

    @Test
    @Order(5)
    void servicesLiveAndAreNotReadyWhileTheBrokerDoesNotAnswer() {
        PodContainer broker = pod("kafka");
        broker.getDockerClient().pauseContainerCmd(broker.getContainerId()).exec();
        try {
            for (PodContainer service : services()) {
                await(service.name()).atMost(PATIENCE).until(() -> !succeeds(service, "readinessProbe"));
            }
            assertThat(services()).allMatch(service -> succeeds(service, "livenessProbe"));
        } finally {
            broker.getDockerClient()
                    .unpauseContainerCmd(broker.getContainerId())
                    .exec();
        }
        for (PodContainer service : services()) {
            await(service.name()).atMost(PATIENCE).until(() -> succeeds(service, "readinessProbe"));
        }
    }

    @Test
    @Order(6)
    void noVolumeHoldsMoreThanItsManifestAllows() throws IOException {
        assertThat(volumes.limited()).isGreaterThan(8);
        assertThat(volumes.tooFull()).isEmpty();
        assertThat(running()).allMatch(pod -> pod.isRunning());
    }

    private static PodContainer pod(String name) {
        PodContainer pod = PODS.get(name);
        assertThat(pod).as(name).isNotNull();
        return pod;
    }
}
