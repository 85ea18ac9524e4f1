package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.generator.Generator;
import io.tailkeeper.generator.UrgencyQueue.Rank;
import io.tailkeeper.generator.UrgencyQueue.Urgency;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The channels that bring work. All of it waits in one queue, where the most urgent comes first. */
@ApplicationScoped
class WorkChannels {

    private final Generator generator;
    private final WorkQueue queue;
    private final Supervision supervision;

    WorkChannels(Generator generator, WorkQueue queue, Supervision supervision) {
        this.generator = generator;
        this.queue = queue;
        this.supervision = supervision;
    }

    @Incoming("requests-in")
    Flow.Subscriber<Message<Received<RunRequested>>> requests() {
        return new Intake<>(Topics.RUNS_REQUESTED, queue, supervision, _ -> Rank.PLANNING, generator::requested);
    }

    @Incoming("trained-in")
    Flow.Subscriber<Message<Received<GenerationTrained>>> trained() {
        return new Intake<>(Topics.GENERATIONS_TRAINED, queue, supervision, _ -> Rank.PLANNING, generator::trained);
    }

    @Incoming("tasks-in")
    Flow.Subscriber<Message<Received<SamplingTask>>> tasks() {
        return new Intake<>(Topics.SAMPLING_TASKS, queue, supervision, WorkChannels::rank, generator::sample);
    }

    private static Rank rank(SamplingTask task) {
        return new Rank(
                task.part() == SamplingTask.Part.CALIBRATION ? Urgency.CALIBRATION : Urgency.SAMPLES,
                new GenerationKey(task.run().runId(), task.generation()));
    }
}
