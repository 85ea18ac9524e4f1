package io.tailkeeper.metrics.start;

import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Presets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A preset as a person begins with it.
 *
 * @param name of it, which an experiment file may extend
 * @param description what it shows, in a line
 * @param file its experiment file, YAML with a reason for each setting
 * @param seeds every run is made once with each
 * @param arms in their order, without the one that only trains generation 0
 * @param settings some settings by their path in a file, as the arms share them
 */
public record PresetView(
        String name,
        String description,
        String file,
        List<Long> seeds,
        List<String> arms,
        Map<String, String> settings) {

    public PresetView {
        seeds = List.copyOf(seeds);
        arms = List.copyOf(arms);
        settings = Map.copyOf(settings);
    }

    /** Every preset, the most useful first. */
    public static List<PresetView> all() {
        return Presets.NAMES.stream().map(PresetView::of).toList();
    }

    private static PresetView of(String name) {
        String file = Presets.text(name);
        Experiment experiment = ExperimentReader.text("preset " + name, file);
        RunSpecification base = experiment.base();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("generations", Integer.toString(base.generations()));
        settings.put("data.documents", Integer.toString(base.data().documents()));
        settings.put("corpus.source", base.corpus().source());
        settings.put("selection.detector-id", base.selection().detectorId());
        return new PresetView(
                name,
                experiment.description(),
                file,
                experiment.seeds(),
                List.copyOf(experiment.arms().keySet()),
                settings);
    }
}
