package io.tailkeeper.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a child process is started.
 *
 * @param command program and arguments
 * @param environment variables on top of the launcher's own
 * @param directory working directory
 * @param log where standard output and error are appended
 */
public record ChildSpecification(List<String> command, Map<String, String> environment, Path directory, Path log) {

    public ChildSpecification {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
