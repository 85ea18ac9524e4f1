package io.tailkeeper.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The settings in which finished experiments differ, arm by arm. */
final class SettingDifferences {

    private static final String NOTHING = "-";

    private SettingDifferences() {}

    /** The arms of some experiments, in order. */
    static Set<String> arms(List<FinishedExperiment> experiments) {
        Set<String> arms = new LinkedHashSet<>();
        experiments.forEach(experiment -> arms.addAll(experiment.arms()));
        return arms;
    }

    /**
     * The rows, first those of the first arm: arm, setting, its value in each experiment. A difference of several arms is one
     * row; an experiment without the arm does not count as different.
     */
    static List<List<String>> rows(List<FinishedExperiment> experiments) {
        Map<List<String>, Set<String>> armsByDifference = new LinkedHashMap<>();
        Set<String> shared = new LinkedHashSet<>();
        for (String arm : arms(experiments)) {
            List<Map<String, String>> settings = experiments.stream()
                    .map(experiment -> experiment.runs(arm).stream()
                            .findFirst()
                            .map(FinishedExperiment.Run::specification)
                            .orElse(Map.of()))
                    .toList();
            if (settings.stream().filter(each -> !each.isEmpty()).count() > 1) {
                shared.add(arm);
                differing(settings).forEach(row -> armsByDifference
                        .computeIfAbsent(row, _ -> new LinkedHashSet<>())
                        .add(arm));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        armsByDifference.forEach((difference, arms) -> {
            List<String> row = new ArrayList<>(
                    List.of(arms.equals(shared) && shared.size() > 1 ? "every arm" : String.join(", ", arms)));
            row.addAll(difference);
            rows.add(row);
        });
        return rows;
    }

    /** Rows of a setting and its value in each experiment. */
    private static List<List<String>> differing(List<Map<String, String>> settings) {
        Map<String, List<String>> rows = new TreeMap<>();
        Set<String> keys = new LinkedHashSet<>();
        settings.forEach(each -> keys.addAll(each.keySet()));
        for (String key : keys) {
            long values = settings.stream()
                    .filter(each -> !each.isEmpty())
                    .map(each -> each.getOrDefault(key, NOTHING))
                    .distinct()
                    .count();
            if (values > 1) {
                List<String> row = new ArrayList<>(List.of(key));
                settings.forEach(each -> row.add(each.getOrDefault(key, NOTHING)));
                rows.put(key, row);
            }
        }
        return List.copyOf(rows.values());
    }
}
