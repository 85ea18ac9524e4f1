package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One value given on the command line.
 *
 * @param key dotted path in the specification, or {@code arms.<arm>.} and such a path for one arm only
 * @param value as written
 */
public record Setting(String key, String value) {

    private static final String ARMS = "arms.";

    /**
     * Reads {@code key=value}.
     *
     * @throws ExperimentException when there is no name or no equals sign
     */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        if (equals >= 0 && text.substring(0, equals).isBlank()) {
            throw new ExperimentException("--set " + text + " has no name before the =; write it as key=value, for"
                    + " example --set training.learning-rate=1e-3");
        }
        if (equals < 0) {
            throw new ExperimentException("--set " + text + " has no value; write it as key=value, for example"
                    + " --set training.learning-rate=1e-3");
        }
        return new Setting(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    boolean forEveryArm() {
        return !key.startsWith(ARMS);
    }

    String arm() {
        return key.substring(ARMS.length()).split("\\.", 2)[0];
    }

    String path() {
        return forEveryArm() ? key : key.substring(Math.min(key.length(), ARMS.length() + arm().length() + 1));
    }

    void applyTo(ObjectNode specification) {
        if (path().isEmpty()) {
            throw new ExperimentException("--set " + this + " names an arm but no setting of it; write it as"
                    + " --set arms." + arm() + ".loss.name=tce");
        }
        List<String> names = List.of(path().split("\\.", -1));
        ObjectNode place = specification;
        for (String name : names.subList(0, names.size() - 1)) {
            JsonNode below = place.get(name);
            place = below instanceof ObjectNode object ? object : place.putObject(name);
        }
        place.set(names.getLast(), ExperimentYaml.value(value));
    }

    /** Whether a fault at a path of the specification can come from here. */
    boolean concerns(String faulty) {
        return !faulty.isEmpty() && (path().equals(faulty) || path().startsWith(faulty + "."));
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
