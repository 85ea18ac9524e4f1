package io.tailkeeper.local.stack;

import io.tailkeeper.process.RestartLimits;
import io.tailkeeper.process.StartLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a person chooses of a stack.
 *
 * @param device where models live: {@code auto}, {@code cpu} or {@code cuda:N}
 * @param detectors as the detector's setting {@code tailkeeper.detector.detectors} has them; may be empty
 * @param detectorSettings further environment variables of the detector
 * @param roots files and folders that run requests may have corpora and models read from
 * @param stays whether the services outlive an experiment, so that more may be started from their page
 * @param restarts how often what ends is started again
 * @param starts how long a part may take until it serves
 */
public record StackOptions(
        String device,
        List<String> detectors,
        Map<String, String> detectorSettings,
        List<Path> roots,
        boolean stays,
        RestartLimits restarts,
        StartLimits starts) {

    public StackOptions {
        detectors = List.copyOf(detectors);
        detectorSettings = Map.copyOf(detectorSettings);
        roots = List.copyOf(roots);
    }

    /** Nothing but the built-in corpus is read, and all limits are as usual. */
    public StackOptions(String device, List<String> detectors, Map<String, String> detectorSettings) {
        this(device, detectors, detectorSettings, List.of(), false, RestartLimits.USUAL, StartLimits.USUAL);
    }

    /** Ids of the detectors that lie in folders of their own. */
    public Set<String> detectorFolders() {
        return detectors.stream()
                .filter(detector -> detector.contains("="))
                .map(detector -> detector.substring(0, detector.indexOf('=')))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The detector that comes with the program, on a device. */
    public static StackOptions on(String device) {
        return new StackOptions(device, List.of("encoder"), Map.of());
    }

    /** The same with other limits of restarts. */
    public StackOptions with(RestartLimits limits) {
        return new StackOptions(device, detectors, detectorSettings, roots, stays, limits, starts);
    }

    /** The same with other limits of starts. */
    public StackOptions with(StartLimits limits) {
        return new StackOptions(device, detectors, detectorSettings, roots, stays, restarts, limits);
    }

    /** The same with what run requests may have read. */
    public StackOptions reading(List<Path> readable) {
        return new StackOptions(device, detectors, detectorSettings, readable, stays, restarts, starts);
    }

    /** The same of services that stay, whatever experiments end. */
    public StackOptions staying() {
        return new StackOptions(device, detectors, detectorSettings, roots, true, restarts, starts);
    }
}
