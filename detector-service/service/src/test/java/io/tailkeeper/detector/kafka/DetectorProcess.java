package io.tailkeeper.detector.kafka;

import io.tailkeeper.detector.FakeEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** A detector in a process of its own, so that a test can kill it. */
final class DetectorProcess {

    private DetectorProcess() {}

    /** Runs until it is killed; arguments: the brokers, the instance id. */
    public static void main(String[] arguments) {
        KafkaClients clients = new KafkaClients(
                Map.of("bootstrap.servers", arguments[0]), new KafkaClients.Instance(arguments[1], true), 8);
        Installation.start(clients, Installation.detector("encoder", new FakeEncoder()));
    }

    static Process start(String servers, String id) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            DetectorProcess.class.getName(),
                            servers,
                            id)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
