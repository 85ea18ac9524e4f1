package io.tailkeeper.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.specification.StageSpecification;
import io.tailkeeper.measures.generations.CollapseRule;
import io.tailkeeper.measures.generations.Departure;
import io.tailkeeper.measures.generations.Threshold;
import io.tailkeeper.report.text.MeasureWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How an arm went, and how it stands beside the human-only floor. Times are in generations, on straight lines between them.
 *
 * @param arm the arm
 * @param runId its run
 * @param generations generations that were measured after generation 0
 * @param failureRatio perplexity ratio that is failure
 * @param timeToFailure when the perplexity ratio crosses it; null: not reached in {@code generations}
 * @param recovered whether it crossed it and lies below it at the end
 * @param firstWarning what first left its value of generation 0 for good; null for nothing, for the floor itself, and without a
 *     floor, whose moves tell what is chance
 * @param floorStages its stages from generation 1 on as {@code stage} but with the floor of the same generation in place of
 *     generation 0; empty for the floor itself and without one; null inside where the floor was not measured
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Course(
        String arm,
        String runId,
        int generations,
        double failureRatio,
        @Nullable Double timeToFailure,
        boolean recovered,
        @Nullable Warning firstWarning,
        List<@Nullable String> floorStages) {

    /**
     * A warning.
     *
     * @param measure its name in the dictionary
     * @param at when
     * @param lead how long before failure, negative when after it; null without failure
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Warning(String measure, double at, @Nullable Double lead) {}

    /**
     * A measure that may warn.
     *
     * @param name as in the dictionary
     * @param rising whether more is worse
     */
    private record Indicator(String name, boolean rising, ToDoubleFunction<GenerationReport> figure) {

        static Indicator optional(String name, boolean rising) {
            return new Indicator(name, rising, each -> OptionalFigures.value(each, name));
        }
    }

    private static final List<Indicator> INDICATORS = List.of(
            new Indicator("vocabularyCoverage", false, each -> each.text().vocabularyCoverage()),
            Indicator.optional("tailMass", false),
            Indicator.optional("effectiveVocabulary", false),
            Indicator.optional("smoothedKlFromHuman", true),
            Indicator.optional("jensenShannon", true),
            Indicator.optional("tokenSmoothedKlFromHuman", true),
            Indicator.optional("ownMeanProbability", true),
            Indicator.optional("collisionProbability", true),
            Indicator.optional("zipfSlope", false),
            Indicator.optional("entropyRate", false),
            Indicator.optional("distinct2", false),
            Indicator.optional("mauve", false),
            new Indicator("diversity", false, each -> each.text().diversity()),
            new Indicator("selfBleu", true, each -> each.text().selfBleu()),
            Indicator.optional("knowledgeAccuracy", false),
            Indicator.optional("meanEntropy", false),
            Indicator.optional("calibrationError", true));

    /** The courses of all arms that went beyond generation 0. */
    static List<Course> of(List<ArmReport> runs) {
        return runs.stream()
                .filter(run -> !run.base() && run.beyondZero())
                .map(run -> of(run, floorOf(run, runs).orElse(null)))
                .toList();
    }

    /** The floor of its own seed, with which it shares generation 0 and held-out text. */
    private static Optional<ArmReport> floorOf(ArmReport run, List<ArmReport> runs) {
        return runs.stream()
                .filter(ArmReport::floor)
                .filter(ArmReport::beyondZero)
                .filter(floor ->
                        floor.specification().seed() == run.specification().seed())
                .findFirst();
    }

    private static Course of(ArmReport run, @Nullable ArmReport floor) {
        StageSpecification stages = run.specification().stagesOrDefault();
        OptionalDouble failure = new Threshold(stages.collapsedRatio(), true)
                .timeToFailure(series(run, each -> each.heldOut().perplexityRatio()));
        Indicator first = null;
        double firstAt = Double.POSITIVE_INFINITY;
        for (Indicator indicator : INDICATORS) {
            double at = warning(indicator, run, floor, stages.warningChange()).orElse(Double.POSITIVE_INFINITY);
            if (at < firstAt) {
                first = indicator;
                firstAt = at;
            }
        }
        Double failedAt = failure.isPresent() ? failure.getAsDouble() : null;
        return new Course(
                run.arm(),
                run.runId(),
                run.last().orElseThrow().generation(),
                stages.collapsedRatio(),
                failedAt,
                failedAt != null && run.last().orElseThrow().heldOut().perplexityRatio() <= stages.collapsedRatio(),
                first == null ? null : new Warning(first.name(), firstAt, failedAt == null ? null : failedAt - firstAt),
                floor == null || floor.arm().equals(run.arm()) ? List.of() : floorStages(run, floor, stages));
    }

    private static OptionalDouble warning(
            Indicator indicator, ArmReport run, @Nullable ArmReport floor, double change) {
        double[] measures = series(run, indicator.figure());
        if (floor == null || floor.arm().equals(run.arm()) || Double.isNaN(measures[0])) {
            return OptionalDouble.empty();
        }
        return Departure.of(measures[0], change, indicator.rising(), series(floor, indicator.figure()))
                .beyondFrom(measures);
    }

    /** A figure of generation 0 to the last, not a number where it was not measured. */
    private static double[] series(ArmReport run, ToDoubleFunction<GenerationReport> figure) {
        double[] series = new double[run.last().orElseThrow().generation() + 1];
        Arrays.fill(series, Double.NaN);
        run.generations().forEach(each -> series[each.generation()] = figure.applyAsDouble(each));
        return series;
    }

    private static List<@Nullable String> floorStages(ArmReport run, ArmReport floor, StageSpecification stages) {
        CollapseRule rule =
                new CollapseRule(stages.collapsedRatio(), stages.collapsedDiversity(), stages.lostCoverage());
        List<@Nullable String> letters = new ArrayList<>();
        for (GenerationReport each : run.generations()) {
            if (each.generation() > 0) {
                letters.add(floor.generations().stream()
                        .filter(beside -> beside.generation() == each.generation())
                        .findFirst()
                        .map(beside -> GenerationReport.letter(rule.stage(change(each, beside))))
                        .orElse(null));
            }
        }
        return letters;
    }

    private static CollapseRule.Change change(GenerationReport each, GenerationReport floor) {
        CollapseRule.Change change = new CollapseRule.Change(
                each.heldOut().perplexity() / floor.heldOut().perplexity(),
                each.text().diversity() / floor.text().diversity(),
                floor.text().vocabularyCoverage() - each.text().vocabularyCoverage(),
                Math.hypot(error(each), error(floor)));
        KnowledgeRetention knows = each.heldOut().knowledge();
        KnowledgeRetention floorKnows = floor.heldOut().knowledge();
        return knows == null || floorKnows == null
                ? change
                : change.losing(
                        floorKnows.accuracy() - knows.accuracy(),
                        Math.hypot(floorKnows.standardError(), knows.standardError()));
    }

    private static double error(GenerationReport each) {
        Double error = each.text().vocabularyCoverageError();
        return error == null ? 0 : error;
    }

    /** Whether it failed, and what warned first. */
    String sentence() {
        String failed = timeToFailure == null
                ? Column.text("its ratio did not pass %s", failureRatio)
                : Column.text(
                        "its ratio passed %s after %.1f generations%s",
                        failureRatio, timeToFailure, recovered ? " and came back below it" : "");
        if (firstWarning == null) {
            return failed;
        }
        Double lead = firstWarning.lead();
        int by = Math.max(1, (int) Math.ceil(firstWarning.at()));
        return failed
                + Column.text("; first to warn was %s, by generation %d", MeasureWords.of(firstWarning.measure()), by)
                + (lead == null
                        ? ""
                        : Column.text(", %.1f generations %s that", Math.abs(lead), lead < 0 ? "after" : "before"));
    }
}
