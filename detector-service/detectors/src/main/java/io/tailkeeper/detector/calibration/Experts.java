package io.tailkeeper.detector.calibration;

import java.util.List;

/**
 * A detector and the groups of generators that its experts were fitted on.
 *
 * @param detector of as many experts as there are groups
 * @param generators by name, group by group; none for a kind of detector that has no experts
 */
public record Experts<D>(D detector, List<List<String>> generators) {

    /** A detector of experts that were found, in their order. */
    public static <D> Experts<D> of(D detector, List<? extends ExpertSearch.Found<?>> found) {
        return new Experts<>(
                detector, found.stream().map(ExpertSearch.Found::generators).toList());
    }
}
