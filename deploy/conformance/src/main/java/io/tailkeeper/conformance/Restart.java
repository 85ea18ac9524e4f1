package io.tailkeeper.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stops the detector and starts it again. */
@FunctionalInterface
interface Restart {

    /**
     * Returns when the restart is under way or done.
     *
     * @return what went wrong; empty when nothing did
     */
    String perform(Duration limit) throws InterruptedException;

    /** One that the operator's shell performs; a command that outlives the limit is ended. */
    static Restart byCommand(String command) {
        return limit -> {
            try {
                Path printed = Files.createTempFile("tailkeeper-restart", ".log");
                try {
                    Process process = new ProcessBuilder("/bin/sh", "-c", command)
                            .redirectErrorStream(true)
                            .redirectOutput(printed.toFile())
                            .start();
                    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                        process.destroyForcibly();
                        return "the restart command was not over within " + limit.toSeconds() + " s";
                    }
                    return process.exitValue() == 0
                            ? ""
                            : "the restart command ended with status " + process.exitValue() + ": "
                                    + Files.readString(printed, StandardCharsets.UTF_8)
                                            .strip();
                } finally {
                    Files.delete(printed);
                }
            } catch (IOException e) {
                return "the restart command could not be run: " + e.getMessage();
            }
        };
    }
}
