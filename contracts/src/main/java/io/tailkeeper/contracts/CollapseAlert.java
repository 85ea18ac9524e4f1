package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import java.time.Instant;

/**
 * A generation has fulfilled a rule of its run, as the last of as many in a row as the rule asks for. While the next ones
 * fulfil it too, nothing more is said.
 *
 * @param runId the run
 * @param experimentId its experiment
 * @param arm its arm
 * @param generation the generation
 * @param rule id of the rule
 * @param measure what was looked at
 * @param condition the rule in words
 * @param value what was found; divided by that of generation 0 where the rule says so
 * @param threshold what was passed
 * @param generations how many generations in a row have fulfilled the rule
 * @param severity how much it matters
 * @param endsRun whether the run ends with it, if a generation is left to be made
 * @param message what was found, in words
 * @param at when
 */
public record CollapseAlert(
        String runId,
        String experimentId,
        String arm,
        int generation,
        String rule,
        AlertMeasure measure,
        String condition,
        double value,
        double threshold,
        int generations,
        AlertRule.Severity severity,
        boolean endsRun,
        String message,
        Instant at) {

    private static final int LONGEST_TEXT = 1_000;

    public CollapseAlert {
        Checks.runId("runId", runId);
        Checks.runId("experimentId", experimentId);
        Checks.runId("arm", arm);
        Checks.within("generation", generation, 1, 1_000);
        Checks.runId("rule", rule);
        Checks.present("measure", measure);
        Checks.notBlank("condition", condition, LONGEST_TEXT);
        Checks.finite("value", value);
        Checks.finite("threshold", threshold);
        Checks.within("generations", generations, 1, 1_000);
        Checks.present("severity", severity);
        Checks.notBlank("message", message, LONGEST_TEXT);
        Checks.present("at", at);
    }

    /** The generation. */
    public GenerationKey generationKey() {
        return new GenerationKey(runId, generation);
    }

    /** The key of the topic: {@code runId:generation:rule}. */
    public String key() {
        return generationKey() + ":" + rule;
    }
}
