package io.tailkeeper.local;

import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.inputs.DetectorChoice;
import io.tailkeeper.experiment.inputs.FileNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which detectors there are: the option that several commands share. */
final class DetectorOption {

    @Option(
            names = "--detector",
            paramLabel = "ID[=DIR]",
            description = {
                "A detector: encoder, ngrams, entropy-rate or likelihood, or ID=DIR with a folder that detector train"
                        + " wrote, or ID=elsewhere for a program of your own that joins. May be given several times: runs"
                        + " select with the first, the others are shadows, whose scores are compared and do not count."
                        + " Default: encoder"
            })
    private List<String> detectors = List.of();

    @Option(
            names = "--screen",
            paramLabel = "DIR",
            description =
                    "A linear detector that detector train wrote, in front of the expensive ones: texts it is sure of"
                            + " are not judged further.")
    private @Nullable Path screen;

    @Option(
            names = "--pass-through",
            paramLabel = "SHARE",
            description =
                    "Share of texts like those the screen was calibrated on that it passes on, 0 to 1. Default: 0.3")
    private @Nullable Double passThrough;

    /** Further settings of the detector service, by name. */
    Map<String, String> settings() {
        if (screen == null) {
            if (passThrough != null) {
                throw new ExperimentException("--pass-through is for a --screen; give both");
            }
            return Map.of();
        }
        if (!Files.isRegularFile(screen.resolve("detector.json"))) {
            throw new ExperimentException("--screen " + screen + " holds no detector (detector.json is missing); give a"
                    + " folder that detector train --kind linear wrote");
        }
        double share = passThrough == null ? 0.3 : passThrough;
        if (!(share >= 0 && share <= 1)) {
            throw new ExperimentException("--pass-through " + share + " is out of range; give a share from 0 to 1");
        }
        return Map.of(
                "TAILKEEPER_DETECTOR_SCREEN",
                FileNames.settable("--screen", screen)
                        .toAbsolutePath()
                        .normalize()
                        .toString(),
                "TAILKEEPER_DETECTOR_PASS_THROUGH",
                Double.toString(share));
    }

    /**
     * The detector that runs select with; empty when none is given.
     *
     * @param there whether an installation that is there already has it: then an id is all that can be said of it
     */
    Optional<String> deciding(boolean there) {
        if (!there) {
            return choices().stream().map(DetectorChoice::id).findFirst();
        }
        if (detectors.size() > 1 || detectors.stream().anyMatch(each -> !each.matches("[a-z0-9][a-z0-9-]{0,39}"))) {
            throw new ExperimentException("--detector " + String.join(" --detector ", detectors)
                    + ": with --bootstrap give the id of one detector that the installation has; which others score is"
                    + " a setting of its detector services");
        }
        return detectors.stream().findFirst();
    }

    /** The detectors as given; none when none was. */
    List<DetectorChoice> choices() {
        return detectors.stream().map(DetectorChoice::parse).toList();
    }
}
