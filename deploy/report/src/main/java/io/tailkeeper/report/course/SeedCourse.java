package io.tailkeeper.report.course;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tailkeeper.report.statistics.Spread;
import io.tailkeeper.report.text.MeasureWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an arm went over its seeds. Times are in generations, on straight lines between them.
 *
 * @param arm the arm
 * @param seeds of it that were measured beyond generation 0
 * @param generations that every one of them measured after generation 0
 * @param failureRatio perplexity ratio that is failure
 * @param failed seeds whose perplexity ratio crossed it
 * @param timeToFailure of those; null: of none
 * @param firstWarnings what warned first, in how many seeds: the most frequent before the others, then the earliest; a seed in
 *     which nothing did counts in none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SeedCourse(
        String arm,
        int seeds,
        int generations,
        double failureRatio,
        int failed,
        @Nullable Spread timeToFailure,
        List<Warning> firstWarnings) {

    public SeedCourse {
        firstWarnings = List.copyOf(firstWarnings);
    }

    /**
     * What warned first in some seeds.
     *
     * @param measure its name in the dictionary
     * @param seeds in which it was the first
     * @param at when, over those seeds
     * @param lead how long before failure, negative when after it, over those of these seeds that failed; null where none did
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Warning(String measure, int seeds, Spread at, @Nullable Spread lead) {}

    /**
     * How one seed went.
     *
     * @param generations that were measured after generation 0
     * @param timeToFailure when the perplexity ratio crosses that of failure; null: not in these generations
     * @param measure what warned first; null for nothing
     * @param at when it did; null for nothing
     */
    public record Seed(int generations, @Nullable Double timeToFailure, @Nullable String measure, @Nullable Double at) {

        private Optional<Double> lead() {
            return at == null || timeToFailure == null ? Optional.empty() : Optional.of(timeToFailure - at);
        }
    }

    /**
     * The course of an arm.
     *
     * @param seeds at least one
     */
    public static SeedCourse of(String arm, double failureRatio, List<Seed> seeds) {
        List<Double> failures = seeds.stream()
                .map(Seed::timeToFailure)
                .filter(Objects::nonNull)
                .map(Double::valueOf)
                .toList();
        Map<String, List<Seed>> warned = new LinkedHashMap<>();
        for (Seed seed : seeds) {
            if (seed.measure() != null && seed.at() != null) {
                warned.computeIfAbsent(seed.measure(), _ -> new ArrayList<>()).add(seed);
            }
        }
        return new SeedCourse(
                arm,
                seeds.size(),
                seeds.stream().mapToInt(Seed::generations).min().orElseThrow(),
                failureRatio,
                failures.size(),
                spread(failures),
                warned.entrySet().stream()
                        .map(each -> warning(each.getKey(), each.getValue()))
                        .sorted(Comparator.comparingInt((Warning warning) -> -warning.seeds())
                                .thenComparingDouble(warning -> warning.at().mean()))
                        .toList());
    }

    private static Warning warning(String measure, List<Seed> seeds) {
        List<Double> times = seeds.stream()
                .map(Seed::at)
                .filter(Objects::nonNull)
                .map(Double::valueOf)
                .toList();
        List<Double> leads =
                seeds.stream().flatMap(seed -> seed.lead().stream()).toList();
        return new Warning(measure, seeds.size(), Spread.of(times), spread(leads));
    }

    private static @Nullable Spread spread(List<Double> values) {
        return values.isEmpty() ? null : Spread.of(values);
    }

    /** It as a sentence. */
    public String sentence() {
        return arm + ": " + failure() + warnings();
    }

    private String failure() {
        if (timeToFailure == null) {
            return text(
                    "perplexity ratio %s not reached in %d generation%s (%d seed%s)",
                    failureRatio, generations, plural(generations), seeds, plural(seeds));
        }
        return text("crosses perplexity ratio %s at generation %s", failureRatio, range(timeToFailure, of(failed)))
                + (failed == seeds ? "" : text(", the others not in %d", generations));
    }

    private String warnings() {
        if (firstWarnings.isEmpty()) {
            return "";
        }
        Warning first = firstWarnings.getFirst();
        String others = firstWarnings.stream()
                .skip(1)
                .map(each -> MeasureWords.of(each.measure()) + " in " + each.seeds())
                .collect(Collectors.joining(", "));
        return text("; first warning: %s at %s", MeasureWords.of(first.measure()), range(first.at(), of(first.seeds())))
                + (first.lead() == null ? "" : lead(first.lead()))
                + (others.isEmpty() ? "" : "; " + others);
    }

    /** By how much the mean comes before or after failure; a seed with the other sign has a negative figure. */
    private static String lead(Spread lead) {
        boolean before = lead.mean() >= 0;
        double low = before ? lead.min() : -lead.max();
        double high = before ? lead.max() : -lead.min();
        String range = lead.n() == 1 ? "" : text(" (%.1f to %.1f)", low, high);
        return text(", %.1f generations%s %s", Math.abs(lead.mean()), range, before ? "before it" : "after it");
    }

    private String of(int some) {
        return some == seeds ? text("%d seed%s", seeds, plural(seeds)) : text("%d of %d seeds", some, seeds);
    }

    private static String range(Spread spread, String seeds) {
        return spread.n() == 1
                ? text("%.1f (%s)", spread.mean(), seeds)
                : text("%.1f (%.1f to %.1f, %s)", spread.mean(), spread.min(), spread.max(), seeds);
    }

    private static String plural(int count) {
        return count == 1 ? "" : "s";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
