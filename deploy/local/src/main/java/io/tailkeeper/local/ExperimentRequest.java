package io.tailkeeper.local;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.Published;
import io.tailkeeper.local.samples.SampleLimit;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An experiment as it is asked for.
 *
 * @param experimentId its name on the installation
 * @param name of the experiment file
 * @param description what it shows
 * @param command the command line that began it
 * @param detectorFolders ids of the detectors that {@code ./tailkeeper detector train} wrote
 * @param samples how many samples of each generation are kept beside the report
 * @param runs the requests, the base run first
 * @param published what somebody published of it
 */
record ExperimentRequest(
        String experimentId,
        String name,
        String description,
        String command,
        Set<String> detectorFolders,
        SampleLimit samples,
        List<RunRequested> runs,
        List<Published> published) {

    ExperimentRequest {
        detectorFolders = Set.copyOf(detectorFolders);
        runs = List.copyOf(runs);
        published = List.copyOf(published);
    }

    /** One that begins now. */
    static ExperimentRequest of(
            Experiment experiment,
            String experimentId,
            String command,
            Set<String> detectorFolders,
            SampleLimit samples) {
        return new ExperimentRequest(
                experimentId,
                experiment.name(),
                experiment.description(),
                command,
                detectorFolders,
                samples,
                experiment.requests(experimentId, Instant.now()),
                experiment.published());
    }
}
