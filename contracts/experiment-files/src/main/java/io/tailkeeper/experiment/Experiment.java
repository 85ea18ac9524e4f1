package io.tailkeeper.experiment;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several runs over the same corpus, told apart by their arm, and by their seed where there are several.
 *
 * @param name lower-case letters, digits and dashes
 * @param description what it shows
 * @param base what the arms share: generation 0 is trained from it, once
 * @param arms specification of each arm, in the order of the file
 * @param seeds every run is made once with each; never empty
 * @param published what somebody published of it
 */
public record Experiment(
        String name,
        String description,
        RunSpecification base,
        Map<String, RunSpecification> arms,
        List<Long> seeds,
        List<Published> published) {

    /** The arm that trains generation 0 for all others. */
    public static final String BASE_ARM = "base";

    /** As the contract allows. */
    private static final int LONGEST_RUN_ID = 80;

    public Experiment {
        arms = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arms));
        seeds = List.copyOf(seeds);
        published = List.copyOf(published);
        AlertSetting.checkArms(base, arms);
    }

    /**
     * The runs to ask for: of each seed the base run, then one for each arm. They adopt its generation 0, but for those that
     * train theirs with another loss. Where there are
     * several seeds, the ids of runs name theirs: {@code <experiment>-s42-<arm>}. The partitions of the corpus depend on the
     * seed, so each base run has held-out text of its own, which the arms of its seed share.
     *
     * @throws ExperimentException when the id of a run would be too long
     */
    public List<RunRequested> requests(String experimentId, Instant requestedAt) {
        List<RunRequested> requests = new ArrayList<>();
        for (long seed : seeds) {
            String prefix = seeds.size() == 1 ? experimentId : experimentId + "-s" + seed;
            String baseRunId = runId(prefix, BASE_ARM);
            requests.add(new RunRequested(
                    baseRunId, experimentId, BASE_ARM, null, requestedAt, changed(base, 0, seed, base.alerts())));
            arms.forEach((arm, specification) -> requests.add(new RunRequested(
                    runId(prefix, arm),
                    experimentId,
                    arm,
                    specification.loss(0).equals(base.loss(0)) ? baseRunId : null,
                    requestedAt,
                    changed(specification, specification.generations(), seed, specification.alerts()))));
        }
        return requests;
    }

    /**
     * The same under these rules of alerts, whatever its file says of them.
     *
     * @throws ExperimentException when a rule names an arm that there is not
     */
    public Experiment judgedBy(List<AlertRule> alerts) {
        Map<String, RunSpecification> judged = new LinkedHashMap<>();
        arms.forEach((arm, from) -> judged.put(arm, changed(from, from.generations(), from.seed(), alerts)));
        return new Experiment(
                name, description, changed(base, base.generations(), base.seed(), alerts), judged, seeds, published);
    }

    private static String runId(String prefix, String arm) {
        String runId = prefix + "-" + arm;
        if (runId.length() > LONGEST_RUN_ID) {
            throw new ExperimentException(
                    "run " + runId + ": its name has " + runId.length() + " characters, and at most "
                            + LONGEST_RUN_ID + " are allowed; shorten the name of the experiment or of the arm " + arm
                            + ", or give seeds of fewer digits");
        }
        return runId;
    }

    private static RunSpecification changed(
            RunSpecification from, int generations, long seed, @Nullable List<AlertRule> alerts) {
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
                seed,
                from.stages(),
                alerts,
                from.knowledge(),
                from.detector(),
                from.foreignWriter());
    }
}
