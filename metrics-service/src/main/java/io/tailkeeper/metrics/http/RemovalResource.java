package io.tailkeeper.metrics.http;

import io.tailkeeper.metrics.redis.RunViews;
import io.tailkeeper.metrics.redis.removal.ExperimentRemoval;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunSummary;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;

/** Removes experiments that are over from what the service keeps and shows. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class RemovalResource {

    private final RunViews views;
    private final ExperimentRemoval removal;

    RemovalResource(RunViews views, ExperimentRemoval removal) {
        this.views = views;
        this.removal = removal;
    }

    @DELETE
    @Path("/experiments/{experimentId}")
    @Operation(
            summary = "Removes an experiment that is over: its figures, samples and alerts. Kafka keeps its records.")
    @APIResponseSchema(value = Removed.class, responseCode = "200")
    @APIResponse(responseCode = "403", description = "A page of another origin asks.")
    @APIResponse(responseCode = "409", description = "A run of it goes on; cancel it first.")
    @APIResponse(responseCode = "415", description = "The request does not say that it is JSON.")
    public RestResponse<Object> remove(String experimentId, @BeanParam RequestSource source) {
        return source.refusal().orElseGet(() -> remove(experimentId));
    }

    private RestResponse<Object> remove(String experimentId) {
        List<RunSummary> known = RunResource.runsOf(views, experimentId);
        List<String> runs = known.stream().map(RunSummary::runId).toList();
        // What the page shows as going on goes on, even if its end is on its way; Redis says what the page does not
        // know yet.
        return known.stream()
                .filter(run -> run.state() == RunState.RUNNING)
                .map(RunSummary::runId)
                .findFirst()
                .or(() -> removal.remove(runs))
                .map(running -> Answers.error(
                        Status.CONFLICT,
                        "run " + running + " of experiment " + experimentId + " goes on; cancel it first"))
                .orElseGet(() -> RestResponse.ok(new Removed(experimentId, runs)));
    }

    /**
     * What was removed.
     *
     * @param experimentId the experiment
     * @param runs ids of its runs
     */
    public record Removed(String experimentId, List<String> runs) {

        public Removed {
            runs = List.copyOf(runs);
        }
    }
}
