package io.tailkeeper.metrics.http;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.metrics.ExperimentSummary;
import io.tailkeeper.metrics.RunLedger;
import io.tailkeeper.metrics.RunView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Runs, generations and experiments as they stand, answered from memory. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {

    /** The runs of one experiment. */
    public record ExperimentView(String experimentId, List<RunView> runs) {}

    private final RunLedger ledger;

    RunResource(RunLedger ledger) {
        this.ledger = ledger;
    }

    @GET
    @Path("/runs")
    public List<RunView> runs() {
        return ledger.runs();
    }

    @GET
    @Path("/runs/{runId}")
    public RunView run(String runId) {
        return ledger.findRun(runId).orElseThrow(() -> {
            List<String> known =
                    ledger.runs().stream().map(view -> view.run().runId()).toList();
            return new UnknownException("run", runId, "runs", known);
        });
    }

    @GET
    @Path("/runs/{runId}/generations/{generation}")
    public GenerationMeasured generation(String runId, String generation) {
        RunView view = run(runId);
        return view.generations().stream()
                .filter(measured ->
                        Integer.toString(measured.trained().generation()).equals(generation))
                .findFirst()
                .orElseThrow(() -> new UnknownException(
                        "generation",
                        generation + " of run " + runId,
                        "measured generations",
                        view.generations().stream()
                                .map(measured ->
                                        Integer.toString(measured.trained().generation()))
                                .toList()));
    }

    @GET
    @Path("/experiments")
    public List<ExperimentSummary> experiments() {
        return ledger.experiments();
    }

    @GET
    @Path("/experiments/{experimentId}")
    public ExperimentView experiment(String experimentId) {
        List<RunView> runs = ledger.runs(experimentId);
        if (runs.isEmpty()) {
            List<String> known = ledger.experiments().stream()
                    .map(ExperimentSummary::experimentId)
                    .toList();
            throw new UnknownException("experiment", experimentId, "experiments", known);
        }
        return new ExperimentView(experimentId, runs);
    }

    @ServerExceptionMapper
    public RestResponse<Map<String, String>> unknown(UnknownException failure) {
        return RestResponse.ResponseBuilder.create(
                        Response.Status.NOT_FOUND, Map.of("error", String.valueOf(failure.getMessage())))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
