package io.tailkeeper.metrics.prometheus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.measures.Mauve;
import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.measures.TokenDivergence;
import io.tailkeeper.metrics.quarkus.MetricsSettings;
import io.tailkeeper.metrics.quarkus.Rounds;
import io.tailkeeper.metrics.redis.NotCaughtUpException;
import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunSummary;
import io.tailkeeper.metrics.view.RunView;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows how many runs are in each state, and the measures and alerts of the newest runs as gauges, labelled with experiment, arm, run and
 * generation; older runs are left to the HTTP API, so that there are never more gauges than a scrape can carry.
 */
@Singleton
class MeasureGauges {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final RunViews views;
    private final MetricsSettings settings;
    private final MultiGauge runs;
    private final MultiGauge alerts;
    private final Map<MultiGauge, ToDoubleFunction<GenerationMeasured>> gauges = new LinkedHashMap<>();

    MeasureGauges(RunViews views, MetricsSettings settings, MeterRegistry registry) {
        this.views = views;
        this.settings = settings;
        runs = MultiGauge.builder("tailkeeper.runs").register(registry);
        alerts = MultiGauge.builder("tailkeeper.alerts").register(registry);
        gauge(registry, "tailkeeper.perplexity.ratio", GenerationMeasured::perplexityRatio);
        gauge(registry, "tailkeeper.vocabulary.coverage", measured -> measured.text()
                .vocabularyCoverage());
        gauge(registry, "tailkeeper.detector.auroc", GenerationMeasured::detectorAuroc);
        gauge(registry, "tailkeeper.kl.from.human", measured -> measured.text().klFromHuman());
        gauge(registry, "tailkeeper.self.bleu", measured -> measured.text().selfBleu());
        gauge(
                registry,
                "tailkeeper.smoothed.kl.from.human",
                measured -> value(measured.text().divergence(), TextDivergence::smoothedKlFromHuman));
        gauge(
                registry,
                "tailkeeper.jensen.shannon",
                measured -> value(measured.text().divergence(), TextDivergence::jensenShannon));
        gauge(
                registry,
                "tailkeeper.token.kl.from.human",
                measured -> value(measured.text().tokenDivergence(), TokenDivergence::smoothedKlFromHuman));
        gauge(registry, "tailkeeper.confidence.gap", measured -> value(measured.confidenceGap(), gap -> gap));
        gauge(
                registry,
                "tailkeeper.tail.mass",
                measured -> value(measured.text().machine(), TextStatistics::tailMass));
        gauge(registry, "tailkeeper.mauve", measured -> value(measured.mauve(), Mauve::value));
        gauge(
                registry,
                "tailkeeper.token.entropy",
                measured -> value(measured.trained().test().confidence(), Confidence::meanEntropy));
        gauge(
                registry,
                "tailkeeper.knowledge.accuracy",
                measured -> value(measured.trained().test().knowledge(), KnowledgeRetention::accuracy));
    }

    /** What an earlier release did not measure is not a number. */
    private static <T> double value(@Nullable T measured, ToDoubleFunction<T> figure) {
        return measured == null ? Double.NaN : figure.applyAsDouble(measured);
    }

    private void gauge(MeterRegistry registry, String name, ToDoubleFunction<GenerationMeasured> value) {
        gauges.put(MultiGauge.builder(name).register(registry), value);
    }

    void start(@Observes StartupEvent event, Rounds rounds) {
        rounds.start("measure-gauges", INTERVAL, this::show);
    }

    private void show() {
        List<GenerationMeasured> measures;
        try {
            showRuns(views.summaries());
            List<RunView> newest = views.newest(settings.gaugedRuns());
            showAlerts(newest);
            measures = newest.stream()
                    .map(RunView::generations)
                    .flatMap(List::stream)
                    .toList();
        } catch (NotCaughtUpException e) {
            return; // what was shown last stays
        }
        gauges.forEach((gauge, value) -> gauge.register(
                measures.stream()
                        .map(measured -> MultiGauge.Row.of(tags(measured), value.applyAsDouble(measured)))
                        .collect(Collectors.toList()),
                true));
    }

    private void showRuns(List<RunSummary> summaries) {
        runs.register(
                Stream.of(RunState.values())
                        .map(state -> MultiGauge.Row.of(
                                Tags.of("state", state.name().toLowerCase(Locale.ROOT)), count(summaries, state)))
                        .collect(Collectors.toList()),
                true);
    }

    /** How often each rule of a run was fulfilled. */
    private void showAlerts(List<RunView> newest) {
        Map<Tags, Long> counted = newest.stream()
                .flatMap(run -> run.alerts().stream())
                .collect(Collectors.groupingBy(MeasureGauges::tags, LinkedHashMap::new, Collectors.counting()));
        alerts.register(
                counted.entrySet().stream()
                        .map(each -> MultiGauge.Row.of(each.getKey(), each.getValue()))
                        .collect(Collectors.toList()),
                true);
    }

    private static Tags tags(CollapseAlert alert) {
        return Tags.of(
                "experiment", alert.experimentId(),
                "arm", alert.arm(),
                "run", alert.runId(),
                "rule", alert.rule(),
                "severity", alert.severity().name().toLowerCase(Locale.ROOT));
    }

    private static long count(List<RunSummary> summaries, RunState state) {
        return summaries.stream().filter(summary -> summary.state() == state).count();
    }

    private static Tags tags(GenerationMeasured measured) {
        return Tags.of(
                "experiment", measured.trained().run().experimentId(),
                "arm", measured.trained().run().arm(),
                "run", measured.trained().run().runId(),
                "generation", Integer.toString(measured.trained().generation()));
    }
}
