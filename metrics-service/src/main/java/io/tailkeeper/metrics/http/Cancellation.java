package io.tailkeeper.metrics.http;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunSummary;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.RestResponse;

/** Ends a run, as {@code ./tailkeeper runs cancel} does: by its end on the topic {@code runs.finished.v1}. */
@Singleton
class Cancellation {

    private final RunViews views;
    private final Consumer<RunFinished> ends;

    Cancellation(RunViews views, Consumer<RunFinished> ends) {
        this.views = views;
        this.ends = ends;
    }

    /** Ends a run that goes on. */
    RestResponse<Object> cancel(String runId) {
        RunState state = summary(runId).state();
        if (state != RunState.RUNNING) {
            String word = state.name().toLowerCase(Locale.ROOT);
            return Answers.error(Status.CONFLICT, "run " + runId + " is over already: " + word);
        }
        RunFinished end = new RunFinished(
                runId,
                RunFinished.Status.CANCELLED,
                MeasuringDesk.SERVICE,
                "cancelled by a request to the API of the metrics service, as the dashboard makes it",
                Instant.now());
        ends.accept(end);
        return RestResponse.status(RestResponse.Status.ACCEPTED, end);
    }

    private RunSummary summary(String runId) {
        return views.summaries().stream()
                .filter(summary -> summary.runId().equals(runId))
                .findFirst()
                .orElseThrow(() -> UnknownException.run(runId, views.summaries()));
    }
}
