package io.tailkeeper.local;

import io.tailkeeper.local.stack.Infrastructure;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The bench of the detector on a broker and a Redis of its own, in a temporary folder; nothing of it is left behind. */
final class DetectorMeasures {

    private static final int THREADS = 2; // the service's own default
    private static final int SAMPLES = 100_000;
    private static final int GRACE_SECONDS = 20;

    private final String name;
    private final int threads;
    private final int samples;
    private final Path data;
    private final Path output;
    private final Path repository = Running.repository();

    /**
     * A bench; null stands for the default.
     *
     * @param name detector for all of them, or memory
     * @param threads of an encoder
     * @param samples that memory is watched over
     * @param data documents
     * @param output JSON file
     */
    DetectorMeasures(String name, Integer threads, Integer samples, Path data, Path output) {
        this.name = name;
        this.threads = threads == null ? THREADS : threads;
        this.samples = samples == null ? SAMPLES : samples;
        this.data = data;
        this.output = output;
    }

    /** Measures on this terminal; the exit status. */
    int run() throws IOException, InterruptedException {
        Path program = Service.DETECTOR.packaged(repository);
        Path folder = Files.createTempDirectory("tailkeeper-bench");
        try (Started started = new Started(folder)) {
            started.infrastructure.start();
            return TensorProgram.awaitEnd(started.bench(arguments(program, folder, started.infrastructure)));
        }
    }

    private List<String> arguments(Path program, Path folder, Infrastructure infrastructure) {
        List<String> arguments = new ArrayList<>(List.of(
                name,
                output == null ? "" : output.toAbsolutePath().toString(),
                "servers=" + infrastructure.bootstrapServers(),
                "broker-pid=" + infrastructure.brokerPid(),
                "redis-port=" + infrastructure.redisPort(),
                "redis-pid=" + infrastructure.redisPid(),
                "program=" + program,
                "heap=" + Service.DETECTOR.heap(),
                "folder=" + folder,
                "threads=" + threads,
                "samples=" + samples));
        if (data != null) {
            arguments.add("data=" + data.toAbsolutePath());
        }
        return arguments;
    }

    /** Everything that must be gone at the end, whatever ends the program. */
    private static final class Started implements AutoCloseable {

        private final Path folder;
        private final Infrastructure infrastructure;
        private final Thread hook = new Thread(this::end, "stop");
        private Process bench;
        private boolean ended;

        Started(Path folder) {
            this.folder = folder;
            infrastructure = new Infrastructure(new RunDirectory(folder));
            Runtime.getRuntime().addShutdownHook(hook);
        }

        synchronized Process bench(List<String> arguments) throws IOException {
            bench = TensorProgram.start("-Xmx1g", "io.tailkeeper.bench.Bench", 1, "cpu", arguments);
            return bench;
        }

        private synchronized void end() {
            if (ended) {
                return;
            }
            ended = true;
            try {
                if (bench != null) {
                    bench.destroy(); // it ends the detectors that it has started
                    if (!bench.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                        bench.destroyForcibly().waitFor();
                    }
                }
            } catch (InterruptedException e) {
                bench.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            endOrphans();
            infrastructure.close();
            delete();
        }

        /** Detectors of a bench that was killed: each has left a file with its process id. */
        private void endOrphans() {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> pids =
                        files.filter(file -> file.toString().endsWith(".pid")).toList();
                for (Path pid : pids) {
                    ProcessHandle.of(Long.parseLong(Files.readString(pid))).ifPresent(ProcessHandle::destroyForcibly);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void delete() {
            try {
                new RunDirectory(folder).delete();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            end();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // the program is ending already: the hook has found everything gone
            }
        }
    }
}
