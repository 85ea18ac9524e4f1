package io.tailkeeper.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Settings of the command line with several values, {@code selection.bias=1,5,10}: each combination makes an arm of its own out
 * of every arm that they are for.
 *
 * @param settings all settings, in their order
 */
record Sweep(List<Setting> settings) {

    /** More arms than these are no comparison that anybody reads. */
    static final int MAX_ARMS = 64;

    private static final int LONGEST_NAME = 30;
    private static final Pattern QUOTED = Pattern.compile("['\"\\[{].*", Pattern.DOTALL);

    /** Paths and names of people, in which a comma is a comma. */
    private static final Pattern NAMES =
            Pattern.compile("corpus\\..*|knowledge\\.file|model(\\.pretrained)?|.*detector-id");

    Sweep {
        settings = List.copyOf(settings);
    }

    /**
     * An arm of one combination.
     *
     * @param name its name
     * @param settings with a single value each
     */
    record Variant(String name, List<Setting> settings) {}

    /** The settings with the first value of each list: for generation 0, which no list may change. */
    List<Setting> first() {
        return settings.stream()
                .map(setting -> new Setting(setting.key(), values(setting).getFirst()))
                .toList();
    }

    /**
     * The arms that one becomes; itself where no list is for it.
     *
     * @param shared settings that all arms have in common
     * @throws ExperimentException when a list is for one of those, or has an empty or repeated value
     */
    List<Variant> variants(String arm, Collection<String> shared) {
        List<List<Setting>> combinations = List.of(List.of());
        List<Setting> lists = new ArrayList<>();
        for (Setting setting : settings) {
            List<String> values = values(setting);
            boolean concerned = setting.forEveryArm() || setting.arm().equals(arm);
            if (concerned && values.size() > 1) {
                check(setting, values, shared);
                lists.add(setting);
            }
            List<List<Setting>> longer = new ArrayList<>();
            for (List<Setting> combination : combinations) {
                for (String value : concerned ? values : values.subList(0, 1)) {
                    List<Setting> one = new ArrayList<>(combination);
                    one.add(new Setting(setting.key(), value));
                    longer.add(one);
                }
            }
            combinations = longer;
            if (combinations.size() > MAX_ARMS) {
                throw new ExperimentException("--set " + setting + " makes more than " + MAX_ARMS + " arms of the arm "
                        + arm + "; give fewer values, or lists for some arms only: arms." + arm + "." + setting.path());
            }
        }
        return lists.isEmpty() ? List.of(new Variant(arm, combinations.getFirst())) : named(arm, lists, combinations);
    }

    private static List<String> values(Setting setting) {
        boolean list = setting.value().contains(",")
                && !QUOTED.matcher(setting.value()).matches()
                && !NAMES.matcher(setting.path()).matches();
        return list
                ? Arrays.stream(setting.value().split(",", -1))
                        .map(String::strip)
                        .toList()
                : List.of(setting.value());
    }

    private static void check(Setting setting, List<String> values, Collection<String> shared) {
        if (setting.path().equals("seed")) {
            throw new ExperimentException("--set " + setting + ": give several seeds with --seeds " + setting.value());
        }
        if (shared.stream()
                .anyMatch(key -> setting.path().equals(key) || setting.path().startsWith(key + "."))) {
            throw new ExperimentException(
                    "--set " + setting + ": all arms share generation 0 and the held-out text, so " + setting.path()
                            + " has one value; begin an experiment for each, and ./tailkeeper compare them");
        }
        if (values.stream().anyMatch(String::isEmpty) || Set.copyOf(values).size() < values.size()) {
            throw new ExperimentException("--set " + setting + ": a value is empty or given twice; write each once,"
                    + " as in --set selection.bias=1,5,10");
        }
    }

    /** By key and value where that is short enough, else by value, else by number. */
    private static List<Variant> named(String arm, List<Setting> lists, List<List<Setting>> combinations) {
        List<Function<Setting, String>> schemes = List.of(
                setting -> "-" + last(setting) + "-" + slug(setting.value()), setting -> "-" + slug(setting.value()));
        Set<String> swept = new HashSet<>();
        lists.forEach(setting -> swept.add(setting.key()));
        for (Function<Setting, String> scheme : schemes) {
            List<String> names = combinations.stream()
                    .map(combination -> arm
                            + combination.stream()
                                    .filter(setting -> swept.contains(setting.key()))
                                    .map(scheme)
                                    .reduce("", String::concat))
                    .toList();
            if (Set.copyOf(names).size() == names.size()
                    && names.stream().allMatch(name -> name.length() <= LONGEST_NAME)) {
                return variants(names, combinations);
            }
        }
        List<String> numbered = new ArrayList<>();
        for (int i = 1; i <= combinations.size(); i++) {
            numbered.add(arm + "-" + i);
        }
        return variants(numbered, combinations);
    }

    private static List<Variant> variants(List<String> names, List<List<Setting>> combinations) {
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            variants.add(new Variant(names.get(i), combinations.get(i)));
        }
        return variants;
    }

    private static String last(Setting setting) {
        return setting.path().substring(setting.path().lastIndexOf('.') + 1);
    }

    /** A value in the letters that names have: 0.5 becomes 0-5. */
    private static String slug(String value) {
        return value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
