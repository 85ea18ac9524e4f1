package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The seeds of an experiment, as a person writes them: {@code 42,43,44} on the command line, a list in a file. */
final class SeedList {

    /** The key in an experiment file, and the option. */
    static final String KEY = "seeds";

    /**
     * Each seed is a generation 0 and every arm once more, one after the other where one trainer works: more belong into
     * experiments of their own, each with a report that is there sooner.
     */
    static final int MAX = 20;

    private SeedList() {}

    /**
     * Seeds of the command line.
     *
     * @param text numbers with commas between them
     * @throws ExperimentException when one is no whole number or stands there twice, or there are too many
     */
    static List<Long> parse(String text) {
        return checked("--seeds " + text, Arrays.asList(text.split(",", -1)));
    }

    /**
     * Seeds of an experiment file.
     *
     * @param node a list of numbers, or one number
     * @throws ExperimentException as for {@link #parse}
     */
    static List<Long> read(JsonNode node) {
        if (!node.isArray() && !node.isValueNode()) {
            throw new ExperimentException(KEY + ": a group of keys is not a list of whole numbers", KEY);
        }
        List<String> seeds = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(seed -> seeds.add(seed.isValueNode() ? seed.asText() : seed.toString()));
        } else {
            seeds.addAll(Arrays.asList(node.asText().split(",", -1)));
        }
        return checked(KEY, seeds);
    }

    private static List<Long> checked(String place, List<String> written) {
        Set<Long> seeds = new LinkedHashSet<>();
        for (String each : written) {
            if (!seeds.add(seed(place, each.strip()))) {
                throw new ExperimentException(
                        place + ": seed " + each.strip()
                                + " is given twice; equal seeds are the same experiment, so give each once",
                        KEY);
            }
        }
        if (seeds.isEmpty()) {
            throw new ExperimentException(place + " is empty; name at least one seed", KEY);
        }
        if (seeds.size() > MAX) {
            throw new ExperimentException(
                    place + ": " + seeds.size() + " seeds are more than " + MAX
                            + ", and each trains generation 0 and every arm once more; begin several experiments",
                    KEY);
        }
        return List.copyOf(seeds);
    }

    private static long seed(String place, String text) {
        try {
            WholeNumber seed = WholeNumber.of(text, long.class);
            if (seed.fits()) {
                return seed.nearest();
            }
            throw new ExperimentException(
                    place + ": seed " + seed.given() + " is out of range; allowed is " + WholeNumber.least(long.class)
                            + " to " + WholeNumber.most(long.class),
                    KEY);
        } catch (NumberFormatException _) {
            throw new ExperimentException(
                    place + ": \"" + text + "\" is not a whole number; write seeds as 42,43,44", KEY);
        }
    }
}
