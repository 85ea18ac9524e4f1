package io.tailkeeper.metrics.alerts;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.AlertRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the measured generations of a run by its rules. An alert belongs to the generation with which as many in a row as the
 * rule asks for have fulfilled it; the next one comes after a generation that did not.
 *
 * @param run whose rules they are
 * @param generations the measured ones, by number; one that is missing fulfils nothing
 */
public record AlertJudge(RunRequested run, SortedMap<Integer, JudgedGeneration> generations) {

    private static final MathContext SHOWN = new MathContext(4);

    /**
     * The next alert to raise: the first by rule, then by generation.
     *
     * @param raised keys of the alerts that were raised before
     * @param now when it is raised
     */
    public Optional<CollapseAlert> next(Set<String> raised, Instant now) {
        for (AlertRule rule : run.specification().alertsOf(run.arm())) {
            int streak = 0;
            for (int number = 1; number <= run.specification().generations(); number++) {
                Double value = value(rule, number);
                streak = value != null && rule.fulfilledBy(value) ? streak + 1 : 0;
                if (value != null && streak == rule.consecutive() && !raised.contains(key(rule, number))) {
                    return Optional.of(alert(rule, number, value, now));
                }
            }
        }
        return Optional.empty();
    }

    private String key(AlertRule rule, int number) {
        return new GenerationKey(run.runId(), number) + ":" + rule.id();
    }

    /** What the rule looks at in a generation; null where there is no such number. */
    private @Nullable Double value(AlertRule rule, int number) {
        Double value = plain(rule, number);
        if (value == null || !rule.comparesWithFirst()) {
            return value;
        }
        Double first = plain(rule, 0);
        return first == null || first == 0 || !Double.isFinite(value / first) ? null : (Double) (value / first);
    }

    private @Nullable Double plain(AlertRule rule, int number) {
        JudgedGeneration generation = generations.get(number);
        return generation == null ? null : MeasureValue.of(rule.measure(), generation);
    }

    private CollapseAlert alert(AlertRule rule, int number, double value, Instant now) {
        String message = rule.measure().word() + " is "
                + new BigDecimal(value).round(SHOWN).stripTrailingZeros().toPlainString()
                + (rule.comparesWithFirst() ? " times generation 0's" : "") + " in generation " + number + ", "
                + rule.limit()
                + (rule.consecutive() == 1 ? "" : " since generation " + (number - rule.consecutive() + 1));
        return new CollapseAlert(
                run.runId(),
                run.experimentId(),
                run.arm(),
                number,
                rule.id(),
                rule.measure(),
                rule.condition(),
                value,
                rule.threshold(),
                rule.consecutive(),
                rule.severityOrDefault(),
                rule.ends(),
                message,
                now);
    }
}
