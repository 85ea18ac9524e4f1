package io.tailkeeper.experiment.inputs;

import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A detector that an installation has.
 *
 * @param id as runs name it in {@code selection.detector-id}
 * @param folder where {@code detector train} wrote it; null for one that needs no folder
 * @param elsewhere whether it is a program of somebody's own, which joins by itself
 */
public record DetectorChoice(String id, @Nullable Path folder, boolean elsewhere) {

    /** The detectors that need nothing. */
    public static final List<String> READY = List.of("encoder", "ngrams", "entropy-rate", "likelihood");

    /** A kind that {@code detector train} makes, whose name the n-grams had before. */
    private static final String TRAINED_ONLY = "linear";

    /** What stands for a folder where the detector is somebody's own program. */
    public static final String ELSEWHERE = "elsewhere";

    private static final String HOW =
            "; give " + String.join(", ", READY) + ", or ID=DIR with a folder that detector train" + " wrote, or ID="
                    + ELSEWHERE + " for a program of your own that joins";

    /**
     * Reads {@code ID}, {@code ID=DIR} or {@code ID=elsewhere}.
     *
     * @throws ExperimentException when there is no such detector
     */
    public static DetectorChoice parse(String text) {
        int equals = text.indexOf('=');
        String id = equals < 0 ? text : text.substring(0, equals);
        if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new ExperimentException("--detector " + text + ": the id \"" + id
                    + "\" is not allowed; use 1 to 40 lower-case letters, digits and dashes");
        }
        if (equals < 0) {
            return ready(id, "--detector " + text);
        }
        String place = text.substring(equals + 1);
        return place.equals(ELSEWHERE)
                ? new DetectorChoice(id, null, true)
                : new DetectorChoice(id, folder(place, text), false);
    }

    private static DetectorChoice ready(String id, String origin) {
        if (!READY.contains(id)) {
            throw new ExperimentException(origin + ": no detector \"" + id + "\" is known"
                    + (id.equals(TRAINED_ONLY) ? ", and the one that was called so is ngrams now" : "") + HOW);
        }
        return new DetectorChoice(id, null, false);
    }

    private static Path folder(String place, String text) {
        try {
            Path folder = Path.of(place).toAbsolutePath().normalize();
            if (!Files.isRegularFile(folder.resolve("detector.json"))) {
                throw new ExperimentException(
                        "--detector " + text + ": " + place + " holds no detector (detector.json is"
                                + " missing); give a folder that detector train wrote");
            }
            return FileNames.settable("--detector", folder);
        } catch (InvalidPathException e) {
            throw new ExperimentException("--detector " + text + ": " + place + " is no path: " + e.getReason());
        }
    }

    /**
     * The detectors as they are.
     *
     * @throws ExperimentException when two have one id
     */
    public static Collection<DetectorChoice> distinct(Collection<DetectorChoice> given) {
        Set<String> ids = new HashSet<>();
        for (DetectorChoice choice : given) {
            if (!ids.add(choice.id())) {
                throw new ExperimentException(
                        "--detector " + choice.id() + " is given twice; give each detector an id of its own");
            }
        }
        return given;
    }

    /**
     * The detectors that an installation needs: those that were given, and those that the runs select with.
     *
     * @throws ExperimentException when a run selects with one that is neither given nor ready, or two have one id
     */
    public static List<DetectorChoice> needed(Collection<DetectorChoice> given, Experiment experiment) {
        Map<String, DetectorChoice> needed = new LinkedHashMap<>();
        distinct(given).forEach(choice -> needed.put(choice.id(), choice));
        experiment.arms().forEach((arm, specification) -> {
            String id = specification.selection().detectorId();
            needed.computeIfAbsent(id, _ -> ready(id, "arm " + arm + ": selection.detector-id"));
        });
        String base = experiment.base().selection().detectorId();
        needed.computeIfAbsent(base, _ -> ready(base, "selection.detector-id"));
        return List.copyOf(needed.values());
    }

    /** The values of the service's setting {@code tailkeeper.detector.detectors}. */
    public static List<String> settings(Collection<DetectorChoice> choices) {
        List<String> settings = new ArrayList<>();
        choices.stream().map(DetectorChoice::setting).filter(Objects::nonNull).forEach(settings::add);
        return settings;
    }

    private @Nullable String setting() {
        if (elsewhere) {
            return null;
        }
        return folder == null ? id : id + "=" + folder;
    }
}
