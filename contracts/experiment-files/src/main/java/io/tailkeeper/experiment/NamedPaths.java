package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The files that a specification names by a path alone: items of knowledge, and a model that writes for others. */
final class NamedPaths {

    private NamedPaths() {}

    /**
     * Makes their paths absolute, so that they name the same files for every program.
     *
     * @throws ExperimentException when one is no path
     */
    static void resolve(ObjectNode specification) {
        if (specification.path("knowledge") instanceof ObjectNode group) {
            resolve(group, "file", "knowledge.file");
        }
        resolve(specification, "foreign-writer", "foreign-writer");
    }

    private static void resolve(ObjectNode group, String key, String setting) {
        if (!group.path(key).isTextual()) {
            return;
        }
        String named = group.path(key).asText();
        try {
            if (!named.isBlank()) { // the record says what is wrong with that
                group.put(key, Path.of(named).toAbsolutePath().normalize().toString());
            }
        } catch (InvalidPathException e) {
            throw new ExperimentException(setting + ": \"" + named + "\" is no path: " + e.getReason(), setting);
        }
    }
}
