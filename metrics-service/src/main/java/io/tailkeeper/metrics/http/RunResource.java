package io.tailkeeper.metrics.http;

import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.redis.SampleViews;
import io.tailkeeper.metrics.view.ExperimentSummary;
import io.tailkeeper.metrics.view.RunSummary;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Runs, generations and experiments as they stand, answered from Redis; all of them, or 503 until they are all there. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {

    private final RunViews views;
    private final SampleViews samples;
    private final Cancellation cancellation;

    RunResource(RunViews views, SampleViews samples, Cancellation cancellation) {
        this.views = views;
        this.samples = samples;
        this.cancellation = cancellation;
    }

    @GET
    @Path("/runs")
    public String runs() {
        return list(views.runs(views.summaries()));
    }

    @GET
    @Path("/runs/{runId}")
    public String run(String runId) {
        return views.find(runId).orElseThrow(() -> UnknownException.run(runId, views.summaries()));
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
    @Path("/runs/{runId}/generations/{generation}/samples")
    public String samples(String runId, String generation) {
        String run = run(runId);
        return RunViews.generations(run)
                .filter(key -> generation.equals(Integer.toString(key.generation())))
                .findFirst()
                .map(samples::find)
                .orElseThrow(() -> new UnknownException(
                        "generation",
                        generation + " of run " + runId,
                        "generations",
                        RunViews.generations(run)
                                .map(key -> Integer.toString(key.generation()))
                                .toList()));
    }

    @POST
    @Path("/runs/{runId}/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Object> cancel(
            String runId,
            @HeaderParam("Sec-Fetch-Site") @Nullable String site,
            @HeaderParam("Origin") @Nullable String origin,
            @HeaderParam(HttpHeaders.HOST) @Nullable String host,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        return cancellation.cancel(runId, new Cancellation.Source(site, origin, host), type);
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
}
