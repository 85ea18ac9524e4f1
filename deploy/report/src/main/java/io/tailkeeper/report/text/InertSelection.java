package io.tailkeeper.report.text;

import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a generation was selected from, to see whether a selection by states of generation 0 did anything.
 *
 * @param generation the generation; generation 0 learns its whole pool
 * @param pooled documents of the pool
 * @param selected documents kept
 * @param effectiveSampleSize of the weights
 * @param before human share of the pool, 0 to 1
 * @param after human share of what was kept
 */
public record InertSelection(
        int generation, int pooled, int selected, double effectiveSampleSize, double before, double after) {

    private static final double NEARLY_ALL = 0.99;

    /**
     * What is to be said of a filter that kept human text as chance would, within two standard errors of a draw without replacement,
     * or of a contraction whose effective sample size is above 99 % of the pool.
     *
     * @return empty where it did something in some generation, and for every other rule
     */
    static Optional<String> of(Method method, List<InertSelection> all) {
        List<InertSelection> generations =
                all.stream().filter(each -> each.generation() > 0).toList();
        return switch (method) {
            case LATENT_FILTER -> filter(generations);
            case CONTRACTION -> contraction(generations);
            default -> Optional.empty();
        };
    }

    private static Optional<String> filter(List<InertSelection> generations) {
        List<InertSelection> mixed = generations.stream()
                .filter(each -> each.before() > 0 && each.before() < 1 && each.selected() < each.pooled())
                .toList();
        return mixed.isEmpty() || !mixed.stream().allMatch(InertSelection::byChance)
                ? Optional.empty()
                : Optional.of(text(
                        "latent-filter kept human text as chance would in every generation (%.1f points more or less than the"
                                + " pool at most), so it told nothing apart here; generation 0 may have learned too little: raise"
                                + " base-training.optimizer-tokens",
                        100
                                * mixed.stream()
                                        .mapToDouble(each -> Math.abs(each.after() - each.before()))
                                        .max()
                                        .orElse(0)));
    }

    private boolean byChance() {
        double variance = before * (1 - before) / selected * (pooled - selected) / (pooled - 1);
        return Math.abs(after - before) <= 2 * Math.sqrt(variance);
    }

    private static Optional<String> contraction(List<InertSelection> generations) {
        double least = generations.stream()
                .mapToDouble(each -> each.effectiveSampleSize() / each.pooled())
                .min()
                .orElse(0);
        return least <= NEARLY_ALL
                ? Optional.empty()
                : Optional.of(text(
                        "contraction left an effective sample size of over 99 %% of the pool in every generation (at least"
                                + " %.2f %%), so it was inert here; the pool's mean was that of human text already",
                        100 * least));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
