package io.tailkeeper.experiment;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several runs over the same corpus and seed, told apart by their arm.
 *
 * @param name lower-case letters, digits and dashes
 * @param description what it shows
 * @param base what the arms share: generation 0 is trained from it, once
 * @param arms specification of each arm, in the order of the file
 */
public record Experiment(String name, String description, RunSpecification base, Map<String, RunSpecification> arms) {

    /** The arm that trains generation 0 for all others. */
    public static final String BASE_ARM = "base";

    public Experiment {
        arms = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arms));
    }

    /** The runs to ask for: the base run, then one for each arm that adopts its generation 0. */
    public List<RunRequested> requests(String experimentId, Instant requestedAt) {
        String baseRunId = experimentId + "-" + BASE_ARM;
        List<RunRequested> requests = new ArrayList<>();
        requests.add(new RunRequested(baseRunId, experimentId, BASE_ARM, null, requestedAt, withGenerations(base, 0)));
        arms.forEach((arm, specification) -> requests.add(
                new RunRequested(experimentId + "-" + arm, experimentId, arm, baseRunId, requestedAt, specification)));
        return requests;
    }

    private static RunSpecification withGenerations(RunSpecification from, int generations) {
        return new RunSpecification(
                from.corpus(),
                generations,
                from.data(),
                from.text(),
                from.restart(),
                from.model(),
                from.decoding(),
                from.selection(),
                from.loss(),
                from.baseTraining(),
                from.training(),
                from.seed(),
                from.stages());
    }
}
