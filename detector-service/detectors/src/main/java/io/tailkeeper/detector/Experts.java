package io.tailkeeper.detector;

import java.util.List;

/**
 * A detector and the groups of generators that its experts were fitted on.
 *
 * @param detector of as many experts as there are groups
 * @param generators by name, group by group
 */
public record Experts<D>(D detector, List<List<String>> generators) {}
