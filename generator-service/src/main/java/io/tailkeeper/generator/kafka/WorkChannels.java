package io.tailkeeper.generator.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.generator.Generator;
import io.tailkeeper.generator.kafka.UrgencyQueue.Rank;
import io.tailkeeper.generator.kafka.UrgencyQueue.Urgency;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The channels that bring work. All of it waits in one queue, where the most urgent comes first. A generation has one trace:
 * generation 0 goes on with that of its request, each later one begins its own, linked to the generation before.
 */
@ApplicationScoped
class WorkChannels {

    private final Generator generator;
    private final WorkQueue queue;
    private final Supervision supervision;
    private final Traces traces;

    WorkChannels(Generator generator, WorkQueue queue, Supervision supervision, Traces traces) {
        this.generator = generator;
        this.queue = queue;
        this.supervision = supervision;
        this.traces = traces;
    }

    @Incoming("requests-in")
    Flow.Subscriber<Message<Received<RunRequested>>> requests() {
        return new Intake<>(
                Topics.RUNS_REQUESTED,
                queue,
                supervision,
                traces,
                _ -> Rank.PLANNING,
                run -> traces.run(plan(run.runId(), 0), () -> generator.requested(run)));
    }

    @Incoming("trained-in")
    Flow.Subscriber<Message<Received<GenerationTrained>>> trained() {
        return new Intake<>(
                Topics.GENERATIONS_TRAINED,
                queue,
                supervision,
                traces,
                _ -> Rank.PLANNING,
                trained -> traces.run(planNext(trained), () -> generator.trained(trained)));
    }

    @Incoming("tasks-in")
    Flow.Subscriber<Message<Received<SamplingTask>>> tasks() {
        return new Intake<>(Topics.SAMPLING_TASKS, queue, supervision, traces, WorkChannels::rank, generator::sample);
    }

    private SpanBuilder plan(String runId, int generation) {
        return traces.span("plan generation").setAttribute(Traces.RUN, runId).setAttribute(Traces.GENERATION, (long)
                generation);
    }

    private SpanBuilder planNext(GenerationTrained trained) {
        return plan(trained.run().runId(), trained.generation() + 1)
                .setNoParent()
                .addLink(Span.current().getSpanContext());
    }

    private static Rank rank(SamplingTask task) {
        return new Rank(
                task.part() == SamplingTask.Part.CALIBRATION ? Urgency.CALIBRATION : Urgency.SAMPLES,
                new GenerationKey(task.run().runId(), task.generation()));
    }
}
