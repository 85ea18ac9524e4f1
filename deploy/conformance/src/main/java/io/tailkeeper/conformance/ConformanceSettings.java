package io.tailkeeper.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is judged, and how.
 *
 * @param bootstrapServers host and port of the brokers
 * @param detectorId the detector, as runs name it
 * @param timeout longest wait for a next answer
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
        Optional<Path> output) {}
