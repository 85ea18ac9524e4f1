package io.tailkeeper.metrics.prometheus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.metrics.LedgerEvent;
import io.tailkeeper.metrics.LedgerObserver;
import io.tailkeeper.metrics.RunView;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows the measures of every generation as gauges, labelled with experiment, arm, run and generation. */
@Singleton
class MeasureGauges implements LedgerObserver {

    private final MeterRegistry registry;
    private final Set<GenerationKey> shown = new HashSet<>();

    MeasureGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void changed(List<RunView> runs, List<LedgerEvent> events) {
        runs.stream()
                .flatMap(view -> view.generations().stream())
                .filter(measured -> shown.add(measured.generationKey()))
                .forEach(this::show);
    }

    private void show(GenerationMeasured measured) {
        Tags tags = Tags.of(
                "experiment", measured.trained().run().experimentId(),
                "arm", measured.trained().run().arm(),
                "run", measured.trained().run().runId(),
                "generation", Integer.toString(measured.trained().generation()));
        gauge("tailkeeper.perplexity.ratio", measured.perplexityRatio(), tags);
        gauge("tailkeeper.vocabulary.coverage", measured.text().vocabularyCoverage(), tags);
        gauge("tailkeeper.detector.auroc", measured.detectorAuroc(), tags);
        gauge("tailkeeper.kl.from.human", measured.text().klFromHuman(), tags);
        gauge("tailkeeper.self.bleu", measured.text().selfBleu(), tags);
    }

    private void gauge(String name, double value, Tags tags) {
        Gauge.builder(name, () -> value).tags(tags).register(registry);
    }
}
