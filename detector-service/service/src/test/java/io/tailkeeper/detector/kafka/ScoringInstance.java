package io.tailkeeper.detector.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.loop.RestartingLoop;
import io.tailkeeper.detector.run.Judge;
import io.tailkeeper.detector.run.KnownRuns;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.detector.run.RunEnding;
import io.tailkeeper.detector.run.WaitingGenerations;
import io.tailkeeper.flow.Backlog;
import io.tailkeeper.flow.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The scoring of one detector of an instance, without its container. */
final class ScoringInstance implements AutoCloseable {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final RestartingLoop loop;

    private ScoringInstance(Installation installation, String name, boolean stable, Judge judge) {
        ScoringClients clients =
                new ScoringClients(installation.connection(), stable ? Optional.of(name) : Optional.empty(), 16, null);
        Backlog backlog = new Backlog(meters, "detector");
        Traces traces = new Traces(OpenTelemetrySdk.builder()
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build());
        loop = new RestartingLoop(
                name, () -> new ScoringLoop(clients, judge, backlog, meters, traces), () -> meters.counter("failures")
                        .increment());
        Thread.ofPlatform().name(name).daemon().start(loop::run);
    }

    static ScoringInstance start(Installation installation, String name, RunDetector detector, KnownRuns known) {
        return start(installation, name, detector, known, Clock.systemUTC());
    }

    /** One that gives up what has waited for ten minutes of a clock. */
    static ScoringInstance start(
            Installation installation, String name, RunDetector detector, KnownRuns known, Clock clock) {
        return new ScoringInstance(installation, name, false, judge(installation, detector, known, clock));
    }

    /** One that takes its partitions back at once after a restart. */
    static ScoringInstance restart(Installation installation, String name, RunDetector detector, KnownRuns known) {
        return new ScoringInstance(installation, name, true, judge(installation, detector, known, Clock.systemUTC()));
    }

    private static Judge judge(Installation installation, RunDetector detector, KnownRuns known, Clock clock) {
        RunEnding ending = new RunEnding(known, clock, new RunEnding.Announcements() {
            @Override
            public void ended(RunFinished run) {
                installation.send(Topics.RUNS_FINISHED, run);
            }

            @Override
            public void givenUp(GenerationKey generation, String detectorId, String reason) {
                installation.noteGivenUp(detectorId + " " + generation + ": " + reason);
            }
        });
        return new Judge(detector, known, ending, new WaitingGenerations(clock, Duration.ofMinutes(10)));
    }

    /** What keeps it from its work. */
    Optional<String> problem() {
        return loop.problem();
    }

    boolean isWorking() {
        return loop.problem().isEmpty();
    }

    /** The spans that have ended. */
    List<SpanData> spans() {
        return spans.getFinishedSpanItems();
    }

    MeterRegistry meters() {
        return meters;
    }

    @Override
    public void close() {
        loop.close();
    }
}
