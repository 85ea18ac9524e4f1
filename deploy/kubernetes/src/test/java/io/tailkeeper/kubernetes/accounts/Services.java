package io.tailkeeper.kubernetes.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.embedded.RedisServer;

/** The four packaged services and a Redis with a password, under the environment of the manifests. */
final class Services implements AutoCloseable {

    private static final String PASSWORD = "a password of Redis";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final FreePorts ports = new FreePorts();
    private final Map<String, Child> processes = new TreeMap<>();
    private final List<Integer> doors = new ArrayList<>();
    private final RedisServer redis;

    Services(Manifests manifests, SecureBroker broker, Path folder) throws IOException {
        int redisPort = ports.next();
        redis = RedisServer.newRedisServer()
                .port(redisPort)
                .setting("bind 127.0.0.1")
                .setting("requirepass \"" + PASSWORD + "\"")
                .build();
        redis.start();
        for (Pod pod : manifests.pods()) {
            if (Checkout.SERVICES.contains(pod.name())) {
                Map<String, String> environment = new TreeMap<>(
                        manifests.environment(pod.containers().findFirst().orElseThrow()));
                Map<String, String> here = here(pod.name(), broker, folder, redisPort);
                environment.replaceAll(here::getOrDefault);
                environment.remove("TAILKEEPER_HTTP_TOKEN", null); // optional, and nobody brings its secret here
                assertThat(environment).doesNotContainValue(null);
                processes.put(pod.name(), start(pod.name(), environment, folder));
            }
        }
    }

    /** What differs between a pod and this machine: addresses, folders, secrets. */
    private Map<String, String> here(String service, SecureBroker broker, Path folder, int redisPort)
            throws IOException {
        int port = ports.next();
        doors.add(port);
        return Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "KAFKA_BOOTSTRAP_SERVERS", broker.address(),
                "KAFKA_SASL_JAAS_CONFIG", broker.credentials("tailkeeper-" + service),
                "KAFKA_SSL_TRUSTSTORE_LOCATION", broker.authority().toString(),
                "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:" + redisPort,
                "QUARKUS_REDIS_PASSWORD", PASSWORD,
                "TAILKEEPER_INSTANCE_ID", service + "-0",
                "TAILKEEPER_DIRECTORY",
                        Files.createDirectories(folder.resolve(service)).toString(),
                "TAILKEEPER_TRAINER_DIRECTORY",
                        Files.createDirectories(folder.resolve("checkpoints")).toString());
    }

    private static Child start(String service, Map<String, String> environment, Path folder) throws IOException {
        Path module = Checkout.file(Checkout.module(service));
        Path program = module.resolve("target/quarkus-app/quarkus-run.jar");
        assertThat(program).as("package it first: mvn -DskipTests package").exists();
        return new Child(
                folder.resolve(service + ".log"),
                List.of(
                        Child.program(),
                        "@" + module.resolve("src/main/resources/META-INF/jvm.options"),
                        "-jar",
                        program.toString()),
                environment);
    }

    /** Waits until all take work. */
    void awaitReady(Duration patience) {
        for (int port : doors) {
            await().atMost(patience).ignoreExceptions().until(() -> ready(port));
        }
        assertThat(processes.values()).hasSize(4).allMatch(Child::lives);
    }

    private static boolean ready(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /** What each has said. */
    Map<String, String> said() throws IOException {
        Map<String, String> said = new TreeMap<>();
        for (Map.Entry<String, Child> process : processes.entrySet()) {
            said.put(process.getKey(), process.getValue().said());
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(Child::close);
        redis.stop();
    }
}
