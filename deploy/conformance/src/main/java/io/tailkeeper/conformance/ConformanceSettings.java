package io.tailkeeper.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is judged, and how.
 *
 * @param bootstrapServers host and port of the brokers
 * @param detectorId the detector, as runs name it
 * @param timeout longest wait for a next sign of life
 * @param restartCommand restarts the detector, for a shell
 * @param data labelled text
 * @param output where the JUnit XML goes
 */
record ConformanceSettings(
        String bootstrapServers,
        String detectorId,
        Duration timeout,
        Optional<String> restartCommand,
        Optional<Path> data,
        Optional<Path> output) {

    /**
     * From arguments {@code name=value}, as the launcher passes them.
     *
     * @throws ConformanceException when one is missing or wrong
     */
    static ConformanceSettings parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int split = argument.indexOf('=');
            if (split < 1) {
                throw new ConformanceException("\"" + argument + "\" is no name=value");
            }
            values.put(argument.substring(0, split), argument.substring(split + 1));
        }
        return new ConformanceSettings(
                required(values, "bootstrap"),
                required(values, "detector"),
                Duration.ofSeconds(Long.parseLong(values.getOrDefault("timeout", "60"))),
                Optional.ofNullable(values.get("restart-command")),
                Optional.ofNullable(values.get("data")).map(Path::of),
                Optional.ofNullable(values.get("output")).map(Path::of));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new ConformanceException("--" + name + " is missing");
        }
        return value;
    }
}
