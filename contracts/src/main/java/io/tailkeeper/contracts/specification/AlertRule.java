package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a generation is worth an alert. A rule is judged after each generation from 1 on; generation 0 learns from human text
 * alone. A generation that lacks the measure does not fulfil it. Nothing is trained differently for a rule, unless it ends the
 * run.
 *
 * @param id its name, unique among the rules of a run
 * @param measure what is looked at
 * @param direction on which side of the threshold the measure fulfils it
 * @param threshold the value that is to be passed
 * @param relative whether the measure is divided by that of generation 0 first; null: it is not
 * @param generations how many generations in a row must fulfil it; null: 1
 * @param severity null: a warning
 * @param endsRun whether the run ends with the alert; null: it goes on
 * @param arms the arms that are judged; null: every arm
 */
public record AlertRule(
        String id,
        AlertMeasure measure,
        Direction direction,
        double threshold,
        @Nullable Boolean relative,
        @Nullable Integer generations,
        @Nullable Severity severity,
        @Nullable Boolean endsRun,
        @Nullable List<String> arms) {

    /** Most rules of a run. */
    public static final int MOST = 32;

    private static final int MOST_ARMS = 64;

    /**
     * What holds where a run says nothing: signs of collapse, and of a remedy that does nothing. None ends a run. Perplexity is that
     * of {@link StageSpecification#DEFAULT}; coverage falls generations earlier (arXiv 2509.04796); few effective documents mean
     * that weights overfit (arXiv 2502.15654); a loss that masks nothing is cross entropy (arXiv 2509.08972), and token editing that changes
     * next to nothing is human text as it was (arXiv 2412.14689).
     */
    public static final List<AlertRule> DEFAULT = List.of(
            warning("perplexity", AlertMeasure.PERPLEXITY_RATIO, Direction.ABOVE, 1.3, null, 1),
            warning("coverage", AlertMeasure.VOCABULARY_COVERAGE, Direction.BELOW, 0.9, true, 2),
            warning("sample-size", AlertMeasure.EFFECTIVE_SAMPLE_SHARE, Direction.BELOW, 0.05, null, 1),
            warning("nothing-masked", AlertMeasure.MASKED_SHARE, Direction.BELOW, 0.001, null, 2),
            warning("nothing-edited", AlertMeasure.CHANGED_SHARE, Direction.BELOW, 0.01, null, 2),
            warning("detector-unusable", AlertMeasure.DETECTOR_USABLE, Direction.BELOW, 1, null, 1));

    /** On which side of a threshold. */
    public enum Direction {
        @JsonProperty("above")
        ABOVE,
        @JsonProperty("below")
        BELOW
    }

    /** How much it matters. */
    public enum Severity {
        @JsonProperty("warning")
        WARNING,
        @JsonProperty("critical")
        CRITICAL
    }

    public AlertRule {
        Checks.runId("alerts.id", id);
        Checks.present("alerts.measure", measure);
        Checks.present("alerts.direction", direction);
        Checks.finite("alerts.threshold", threshold);
        if (generations != null) {
            Checks.within("alerts.generations", generations, 1, 1_000);
        }
        if (arms != null) {
            arms = Checks.list("alerts.arms", arms, 1, MOST_ARMS);
            arms.forEach(arm -> Checks.runId("alerts.arms", arm));
        }
    }

    private static AlertRule warning(
            String id,
            AlertMeasure measure,
            Direction direction,
            double threshold,
            @Nullable Boolean relative,
            int generations) {
        return new AlertRule(id, measure, direction, threshold, relative, generations, null, null, null);
    }

    /** Several rules of one run, checked together: names are unique. */
    static List<AlertRule> checked(List<AlertRule> rules) {
        List<AlertRule> copied = Checks.list("alerts", rules, 0, MOST);
        Set<String> ids = new HashSet<>();
        for (AlertRule rule : copied) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException(
                        "alerts.id: two rules are called \"" + rule.id() + "\"; rename one of them");
            }
        }
        return copied;
    }

    /** Whether a value fulfils it; what lies on the threshold does not. */
    public boolean fulfilledBy(double value) {
        return switch (direction) {
            case ABOVE -> value > threshold;
            case BELOW -> value < threshold;
        };
    }

    /** Whether an arm is judged by it. */
    public boolean concerns(String arm) {
        return arms == null || arms.contains(arm);
    }

    /** Whether the measure is divided by that of generation 0. */
    public boolean comparesWithFirst() {
        return relative != null && relative;
    }

    /** How many generations in a row must fulfil it. */
    public int consecutive() {
        return generations == null ? 1 : generations;
    }

    /** How much it matters. */
    public Severity severityOrDefault() {
        return severity == null ? Severity.WARNING : severity;
    }

    /** Whether the run ends with the alert. */
    public boolean ends() {
        return endsRun != null && endsRun;
    }

    /** The condition in words: {@code vocabularyCoverage below 0.9 times generation 0's in 2 generations running}. */
    public String condition() {
        return measure.word() + " " + limit()
                + (comparesWithFirst() ? " times generation 0's" : "")
                + (consecutive() == 1 ? "" : " in " + consecutive() + " generations running");
    }

    /** The threshold in words: {@code below 0.9}. */
    public String limit() {
        String side =
                switch (direction) {
                    case ABOVE -> "above ";
                    case BELOW -> "below ";
                };
        String number = Double.toString(threshold);
        return side + (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
    }
}
