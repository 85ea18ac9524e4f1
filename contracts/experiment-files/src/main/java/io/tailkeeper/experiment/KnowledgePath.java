package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file of items that the {@code knowledge} of a specification names. */
final class KnowledgePath {

    private static final String FILE = "file";

    private KnowledgePath() {}

    /**
     * Makes the path of a file absolute, so that it names the same one for every program.
     *
     * @throws ExperimentException when it is none
     */
    static void resolve(ObjectNode specification) {
        if (specification.path("knowledge") instanceof ObjectNode group
                && group.path(FILE).isTextual()) {
            String named = group.path(FILE).asText();
            try {
                if (!named.isBlank()) { // the record says what is wrong with that
                    group.put(FILE, Path.of(named).toAbsolutePath().normalize().toString());
                }
            } catch (InvalidPathException e) {
                throw new ExperimentException(
                        "knowledge.file: \"" + named + "\" is no path: " + e.getReason(), "knowledge.file");
            }
        }
    }
}
