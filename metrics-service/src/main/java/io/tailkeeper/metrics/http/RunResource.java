package io.tailkeeper.metrics.http;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.redis.SampleViews;
import io.tailkeeper.metrics.view.ExperimentSummary;
import io.tailkeeper.metrics.view.LossPoint;
import io.tailkeeper.metrics.view.RunSummary;
import io.tailkeeper.metrics.view.RunView;
import io.tailkeeper.page.ShownSamples;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;

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
    @Operation(summary = "All runs, in the order in which they were asked for.")
    @APIResponse(
            responseCode = "200",
            description = "Every run with what is measured of it.",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = RunView.class)))
    public String runs() {
        return list(views.runs(views.summaries()));
    }

    @GET
    @Path("/runs/{runId}")
    @Operation(summary = "A run: what was asked for, how far it is, every measure of every generation.")
    @APIResponseSchema(RunView.class)
    public String run(String runId) {
        return views.find(runId).orElseThrow(() -> UnknownException.run(runId, views.summaries()));
    }

    @GET
    @Path("/runs/{runId}/generations/{generation}")
    @Operation(summary = "Every measure of a generation, as it is on the topic generations.measured.v1.")
    @APIResponseSchema(GenerationMeasured.class)
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
    @Operation(summary = "Some samples of a generation: of its pool, and what its model wrote beside human text.")
    @APIResponseSchema(ShownSamples.class)
    public String samples(String runId, String generation) {
        return samples.find(generationOf(runId, generation));
    }

    @GET
    @Path("/runs/{runId}/generations/{generation}/losses")
    @Operation(
            summary =
                    "The training loss of a generation that is under way, by optimizer step; none once it is measured.")
    public List<LossPoint> losses(String runId, String generation) {
        return views.losses(generationOf(runId, generation));
    }

    private GenerationKey generationOf(String runId, String generation) {
        String run = run(runId);
        return RunViews.generations(run)
                .filter(key -> generation.equals(Integer.toString(key.generation())))
                .findFirst()
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
    @Operation(summary = "Ends a run that goes on.")
    @APIResponseSchema(
            value = RunFinished.class,
            responseCode = "202",
            responseDescription = "The end, which is on its topic.")
    @APIResponse(responseCode = "403", description = "A page of another origin asks.")
    @APIResponse(responseCode = "409", description = "The run is over already.")
    @APIResponse(responseCode = "415", description = "The request is not JSON.")
    public RestResponse<Object> cancel(String runId, @BeanParam RequestSource source) {
        return source.refusal().orElseGet(() -> cancellation.cancel(runId));
    }

    @GET
    @Path("/experiments")
    @Operation(summary = "All experiments, the newest first.")
    public List<ExperimentSummary> experiments() {
        return ExperimentSummary.newestFirst(views.summaries());
    }

    @GET
    @Path("/experiments/{experimentId}")
    @Operation(summary = "An experiment: its runs with what is measured of them.")
    @APIResponseSchema(ExperimentView.class)
    public String experiment(String experimentId) {
        return "{\"experimentId\":\"" + experimentId + "\",\"runs\":" + list(views.runs(runsOf(views, experimentId)))
                + "}";
    }

    /** The runs of an experiment, of which there is one at least. */
    static List<RunSummary> runsOf(RunViews views, String experimentId) {
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
        return runs;
    }

    /** An experiment as it is answered. */
    @SuppressWarnings("UnusedVariable") // only its names are read, for the OpenAPI document
    private record ExperimentView(String experimentId, List<RunView> runs) {}

    private static String list(List<String> runs) {
        return "[" + String.join(",", runs) + "]";
    }
}
