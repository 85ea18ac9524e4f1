package io.tailkeeper.local.samples;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.page.Excerpt;
import io.tailkeeper.page.ShownSamples;
import io.tailkeeper.report.samples.ReportSamples;
import io.tailkeeper.report.samples.SampleBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples of an experiment that its report shows: the first of each generation's file, within a budget. */
public final class SamplesOfReport {

    private SamplesOfReport() {}

    /**
     * Reads them.
     *
     * @param folder the experiment's
     * @throws IOException when a file cannot be read
     */
    public static ReportSamples read(Path folder, List<RunRequested> runs) throws IOException {
        List<GenerationKey> generations = new ArrayList<>();
        for (RunRequested run : runs) {
            for (int number = 0; number <= run.specification().generations(); number++) {
                GenerationKey generation = new GenerationKey(run.runId(), number);
                if (Files.isRegularFile(SampleFiles.file(folder, generation))) {
                    generations.add(generation);
                }
            }
        }
        Map<String, Map<Integer, ShownSamples>> byRun = new HashMap<>();
        for (GenerationKey generation : generations) {
            byRun.computeIfAbsent(generation.runId(), _ -> new TreeMap<>())
                    .put(generation.generation(), read(SampleFiles.file(folder, generation), generations.size()));
        }
        return new ReportSamples(byRun);
    }

    private static ShownSamples read(Path file, int generations) throws IOException {
        SampleBudget budget = new SampleBudget(generations);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && !budget.full(); line = lines.readLine()) {
                switch (SampleLine.read(line)) {
                    case SampleLine.Pooled pooled -> budget.offer(shown(pooled));
                    case SampleLine.Pair pair -> budget.offer(shown(pair));
                }
            }
        }
        return budget.samples();
    }

    private static ShownSamples.Pooled shown(SampleLine.Pooled sample) {
        return new ShownSamples.Pooled(
                sample.sampleId(),
                sample.source(),
                sample.writtenBy(),
                Excerpt.of(sample.prompt()),
                Excerpt.of(sample.text()),
                sample.syntheticProbability(),
                sample.kept() ? sample.weight() : null,
                sample.learned());
    }

    private static ShownSamples.Pair shown(SampleLine.Pair pair) {
        return new ShownSamples.Pair(
                pair.index(), Excerpt.of(pair.prompt()), Excerpt.of(pair.human()), Excerpt.of(pair.model()));
    }
}
