package io.tailkeeper.metrics.http;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunSummary;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run, as {@code ./tailkeeper runs cancel} does: by its end on the topic {@code runs.finished.v1}.
 *
 * <p>A browser shows the token of its user with whatever request any page makes it send. So only JSON is taken, and from a page only
 * what a page of this service asks for. Programs name no origin, and are not asked for one.
 */
@Singleton
class Cancellation {

    private final RunViews views;
    private final Consumer<RunFinished> ends;

    Cancellation(RunViews views, Consumer<RunFinished> ends) {
        this.views = views;
        this.ends = ends;
    }

    /** The headers that tell where a request comes from. */
    record Source(@Nullable String site, @Nullable String origin, @Nullable String host) {

        /** Whether it is no page that asks, or one of this service. */
        boolean own() {
            return (site == null || site.equals("same-origin")) && (origin == null || isHost(origin));
        }

        private boolean isHost(String asking) {
            try {
                String authority = URI.create(asking).getRawAuthority();
                return authority != null && authority.equalsIgnoreCase(host);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /**
     * Ends a run that goes on.
     *
     * @param type the type of content of the request; null where it names none
     */
    RestResponse<Object> cancel(String runId, Source source, @Nullable String type) {
        if (!source.own()) {
            return Answers.error(Status.FORBIDDEN, "a page of another origin asks; only a page of this service may");
        }
        if (type == null) {
            return Answers.error(Status.UNSUPPORTED_MEDIA_TYPE, "send the header Content-Type: application/json");
        }
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
