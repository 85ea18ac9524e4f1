package io.tailkeeper.bench.services;

import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.Infrastructure;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A broker and a Redis of a bench's own, in a temporary folder; nothing of it is left behind. */
public final class OwnStack implements AutoCloseable {

    private final Path folder;
    private final Infrastructure infrastructure;
    private final Thread hook = new Thread(this::end, "stop");
    private boolean ended;

    private OwnStack(Path folder) {
        this.folder = folder;
        infrastructure = new Infrastructure(new RunDirectory(folder));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts both. */
    public static OwnStack start() throws IOException {
        OwnStack stack = new OwnStack(Files.createTempDirectory("tailkeeper-bench"));
        try {
            stack.infrastructure.start();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Where a packaged service runs on them. */
    public PackagedService.Place place(Service service) {
        return new PackagedService.Place(service, service.packaged(Running.repository()), servers(), redis(), folder);
    }

    /** Host and port of the broker. */
    public String servers() {
        return infrastructure.bootstrapServers();
    }

    /** Process of the broker. */
    public long brokerPid() {
        return infrastructure.brokerPid();
    }

    /** Address of the store, its password included. */
    public URI redis() {
        return infrastructure.redis();
    }

    /** Process of the store. */
    public long redisPid() {
        return infrastructure.redisPid();
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

    /** Services of a bench that was stopped: each has left a file with its process id. */
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
