package io.tailkeeper.containers;

import java.util.Optional;
import org.testcontainers.utility.DockerImageName;

/** The images under test, named by the variables that compose.yaml knows. */
final class Images {

    private static final String VERSION =
            Optional.ofNullable(System.getenv("TAILKEEPER_VERSION")).orElse("local");

    private Images() {}

    /** The broker, or what stands in for it. */
    static DockerImageName kafka() {
        return named("KAFKA_IMAGE", "apache/kafka:4.0.0").asCompatibleSubstituteFor("apache/kafka");
    }

    /** The store, or what stands in for it. */
    static DockerImageName redis() {
        return named("REDIS_IMAGE", "redis:7.2-alpine");
    }

    /** The program {@code tailkeeper}. */
    static DockerImageName program() {
        return DockerImageName.parse("tailkeeper:" + VERSION);
    }

    /** A service: generator, detector, trainer or metrics. */
    static DockerImageName service(String name) {
        return DockerImageName.parse("tailkeeper-" + name + ":" + VERSION);
    }

    /** What runs where a manifest names an image. */
    static DockerImageName of(String manifest) {
        String repository = manifest.replaceFirst(":[^:/]*$", "");
        return switch (repository) {
            case "apache/kafka" -> kafka();
            case "redis" -> redis();
            default -> DockerImageName.parse(repository + ":" + VERSION);
        };
    }

    private static DockerImageName named(String variable, String usual) {
        return DockerImageName.parse(
                Optional.ofNullable(System.getenv(variable)).orElse(usual));
    }
}
