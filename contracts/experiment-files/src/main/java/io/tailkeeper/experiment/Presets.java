package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.commandline.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The experiments that come with the program. */
public final class Presets {

    /** The one that runs when nothing is asked for. */
    public static final String DEFAULT = "quickstart";

    /** Their names, the most useful first. */
    public static final List<String> NAMES = List.of(
            DEFAULT, "remedies", "leaderboard", "marathon", "unknown-writers", "fortifai", "drayson", "tce", "smoke");

    private Presets() {}

    /**
     * A preset's file, as it stands.
     *
     * @throws ExperimentException when there is none of this name
     */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            String suggestion = Suggestion.forWord(name, NAMES);
            throw new ExperimentException("unknown preset \"" + name + "\"; " + suggestion
                    + (suggestion.endsWith("?") ? " " : "; ") + "./tailkeeper presets lists them");
        }
        try (InputStream file = Presets.class.getResourceAsStream("/presets/" + name + ".yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a preset is for, in a line. */
    public static String description(String name) {
        return tree(name).path("description").asText().strip();
    }

    static ObjectNode tree(String name) {
        return ExperimentYaml.read(text(name));
    }
}
