package io.tailkeeper.trainer.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailkeeper.trainer.TrainerDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A trainer as a process of its own, to be killed. */
final class TrainerProcess {

    private TrainerProcess() {}

    public static void main(String[] arguments) {
        new Trainer(
                        new TrainerDirectory(Path.of(arguments[1])),
                        new KafkaClients(Map.of("bootstrap.servers", arguments[0])),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC())
                .run();
    }

    static Process start(String servers, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-DOPT_OUT_TRACKING=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerProcess.class.getName(),
                servers,
                folder.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
