package io.tailkeeper.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes that end when the launcher ends, even when that is killed.
 *
 * <p>The child's shell leaves a watcher behind and then becomes the program itself, so the process id is the program's. The
 * watcher reads from a pipe whose other end only the launcher holds; the system closes it when the launcher is gone, and
 * the watcher then ends the program. Ctrl-C of a terminal reaches the whole process group; children ignore it, since the
 * launcher decides the order in which things stop.
 */
public final class Leash {

    private static final String SCRIPT =
            """
            exec 3<&0
            (
              trap '' INT TERM HUP
              while read -r line; do :; done
              kill -TERM $$
              tries=0
              while kill -0 $$ && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
              kill -KILL $$
            ) <&3 >/dev/null 2>&1 &
            trap '' INT
            exec "$@" </dev/null 3<&-
            """;

    private Leash() {}

    /**
     * Whoever writes a program file holds this meanwhile: a process that is just being started has all open files of the
     * launcher for a moment, and a file that somebody can still write is not executed.
     */
    public static final Object FORK = new Object();

    static Process start(ChildSpecification child) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "tailkeeper"));
        command.addAll(child.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(child.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(child.log().toFile()));
        builder.environment().putAll(child.environment());
        try {
            return started(builder);
        } catch (IOException e) {
            throw new ProcessException(
                    child.command().getFirst() + " cannot be started: " + e.getMessage() + FullDisk.note(child.log()),
                    e);
        }
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        synchronized (FORK) {
            return builder.start();
        }
    }
}
