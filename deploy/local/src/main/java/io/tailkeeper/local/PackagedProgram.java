package io.tailkeeper.local;

import io.tailkeeper.local.session.Running;
import io.tailkeeper.process.ProcessException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program of the repository that lies packaged in its room, beside the libraries it needs. */
final class PackagedProgram {

    private PackagedProgram() {}

    /**
     * What Java needs to run it.
     *
     * @param module the module's folder in the repository
     */
    static String classPath(String module) throws IOException {
        Path target = home().resolve(module).resolve("target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new ProcessException(target + " holds no packaged program; build it with ./tailkeeper test");
        }
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches(".*(?<!-tests)\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new ProcessException(target + " holds no jar; build it with ./tailkeeper test"));
            return jar + File.pathSeparator + target.resolve("lib").resolve("*");
        }
    }

    /** The option that keeps libraries quiet where they log by the JDK's own means. */
    static String quietLogging() {
        return "-Djava.util.logging.config.file="
                + home().resolve("deploy").resolve("local").resolve("logging.properties");
    }

    private static Path home() {
        return Path.of(System.getProperty(Running.HOME, "")).toAbsolutePath().normalize();
    }
}
