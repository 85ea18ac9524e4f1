package io.tailkeeper.local;

import io.tailkeeper.local.experiment.DetectorChoice;
import java.util.List;
import picocli.CommandLine.Option;

/** Which detectors there are: the option that several commands share. */
final class DetectorOption {

    @Option(
            names = "--detector",
            paramLabel = "ID[=DIR]",
            description = {
                "A detector: encoder, linear, entropy-rate or likelihood, or ID=DIR with a folder that detector train"
                        + " wrote, or ID=elsewhere for a program of your own that joins. May be given several times: runs"
                        + " select with the first, the others are shadows, whose scores are compared and do not count."
                        + " Default: encoder"
            })
    private List<String> detectors = List.of();

    /** The detectors as given; none when none was. */
    List<DetectorChoice> choices() {
        return detectors.stream().map(DetectorChoice::parse).toList();
    }
}
