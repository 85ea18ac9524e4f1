package io.tailkeeper.metrics.http;

import io.tailkeeper.metrics.redis.NotCaughtUpException;
import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.redis.calls.RedisAwayException;
import io.tailkeeper.metrics.view.ExperimentSummary;
import io.tailkeeper.metrics.view.RunSummary;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Runs, generations and experiments as they stand, answered from Redis; all of them, or 503 until they are all there. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final RunViews views;

    RunResource(RunViews views) {
        this.views = views;
    }

    @GET
    @Path("/runs")
    public String runs() {
        return list(views.runs(views.summaries()));
    }

    @GET
    @Path("/runs/{runId}")
    public String run(String runId) {
        return views.find(runId).orElseThrow(() -> {
            List<String> known =
                    views.summaries().stream().map(RunSummary::runId).toList();
            return new UnknownException("run", runId, "runs", known);
        });
    }

    @GET
    @Path("/runs/{runId}/generations/{generation}")
    public String generation(String runId, String generation) {
        String unused = run(runId);
        return views.measures(runId, generation)
                .orElseThrow(() -> new UnknownException(
                        "generation",
                        generation + " of run " + runId,
                        "measured generations",
                        views.measuredGenerations(runId)));
    }

    @GET
    @Path("/experiments")
    public List<ExperimentSummary> experiments() {
        return ExperimentSummary.newestFirst(views.summaries());
    }

    @GET
    @Path("/experiments/{experimentId}")
    public String experiment(String experimentId) {
        List<RunSummary> all = views.summaries();
        List<RunSummary> runs = all.stream()
                .filter(summary -> summary.experimentId().equals(experimentId))
                .toList();
        if (runs.isEmpty()) {
            List<String> known = ExperimentSummary.newestFirst(all).stream()
                    .map(ExperimentSummary::experimentId)
                    .toList();
            throw new UnknownException("experiment", experimentId, "experiments", known);
        }
        return "{\"experimentId\":\"" + experimentId + "\",\"runs\":" + list(views.runs(runs)) + "}";
    }

    private static String list(List<String> runs) {
        return "[" + String.join(",", runs) + "]";
    }

    @ServerExceptionMapper
    public RestResponse<Map<String, String>> unknown(UnknownException failure) {
        return answer(Response.Status.NOT_FOUND, failure).build();
    }

    @ServerExceptionMapper({NotCaughtUpException.class, RedisAwayException.class})
    public RestResponse<Map<String, String>> later(RuntimeException failure) {
        return answer(Response.Status.SERVICE_UNAVAILABLE, failure)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private static RestResponse.ResponseBuilder<Map<String, String>> answer(
            Response.Status status, RuntimeException failure) {
        return RestResponse.ResponseBuilder.create(status, Map.of("error", String.valueOf(failure.getMessage())))
                .type(MediaType.APPLICATION_JSON_TYPE);
    }
}
