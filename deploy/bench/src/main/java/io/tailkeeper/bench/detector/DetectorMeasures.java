package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.Infrastructure;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bench of the detector on a broker and a Redis of its own, in a temporary folder; nothing of it is left behind. */
public final class DetectorMeasures implements AutoCloseable {

    private final Path folder;
    private final Infrastructure infrastructure;
    private final Thread hook = new Thread(this::end, "stop");
    private boolean ended;

    private DetectorMeasures(Path folder) {
        this.folder = folder;
        infrastructure = new Infrastructure(new RunDirectory(folder));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What is measured of a detector. */
    public interface Measure {
        BenchResult of(DetectorBench.Settings settings) throws IOException;
    }

    /**
     * Measures.
     *
     * @param threads of an encoder
     * @param samples that memory is watched over
     * @param data documents; null for made-up ones
     */
    public static BenchResult run(Measure measure, int threads, int samples, @Nullable Path data) throws IOException {
        Path program = Service.DETECTOR.packaged(Running.repository());
        try (DetectorMeasures measures = new DetectorMeasures(Files.createTempDirectory("tailkeeper-bench"))) {
            Infrastructure started = measures.infrastructure;
            started.start();
            return measure.of(new DetectorBench.Settings(
                    started.bootstrapServers(),
                    started.brokerPid(),
                    started.redis(),
                    started.redisPid(),
                    program,
                    measures.folder,
                    threads,
                    samples,
                    data));
        }
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        endOrphans();
        infrastructure.close();
        try {
            new RunDirectory(folder).delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Detectors of a bench that was stopped: each has left a file with its process id. */
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
