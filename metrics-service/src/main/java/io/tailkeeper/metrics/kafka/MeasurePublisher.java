package io.tailkeeper.metrics.kafka;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Outgoing;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Publishes measures, alerts, requests and ends of runs; every method returns when the broker has acknowledged. */
@ApplicationScoped
public class MeasurePublisher {

    private final Outgoing<GenerationMeasured> measured;
    private final Outgoing<CollapseAlert> alerts;
    private final Outgoing<RunRequested> requested;
    private final Outgoing<RunFinished> finished;

    MeasurePublisher(
            @Channel("measured-out") MutinyEmitter<Record<String, GenerationMeasured>> measured,
            @Channel("alerts-out") MutinyEmitter<Record<String, CollapseAlert>> alerts,
            @Channel("requested-out") MutinyEmitter<Record<String, RunRequested>> requested,
            @Channel("finished-out") MutinyEmitter<Record<String, RunFinished>> finished) {
        this.measured = new Outgoing<>(Topics.GENERATIONS_MEASURED, measured);
        this.alerts = new Outgoing<>(Topics.COLLAPSE_ALERTS, alerts);
        this.requested = new Outgoing<>(Topics.RUNS_REQUESTED, requested);
        this.finished = new Outgoing<>(Topics.RUNS_FINISHED, finished);
    }

    /** Publishes the measures of a generation. */
    public void publish(GenerationMeasured measures) {
        measured.sendAndAwait(measures);
    }

    /** Publishes an alert. */
    public void publish(CollapseAlert alert) {
        alerts.sendAndAwait(alert);
    }

    /** Publishes the request of a run. */
    public void publish(RunRequested request) {
        requested.sendAndAwait(request);
    }

    /** Publishes the end of a run. */
    public void publish(RunFinished end) {
        finished.sendAndAwait(end);
    }
}
