package io.tailkeeper.metrics.http;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.flow.groups.Listeners;
import io.tailkeeper.metrics.quarkus.MetricsSettings;
import io.tailkeeper.metrics.start.ExperimentOrder;
import io.tailkeeper.metrics.start.ListenersView;
import io.tailkeeper.metrics.start.PresetView;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Starts experiments, as {@code ./tailkeeper run --spec} does: by the requests of their runs on the topic {@code runs.requested.v1}. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class StartResource {

    private static final String REFUSAL =
            "no experiment may be started here: tailkeeper.metrics.starts is false, as for the services of one"
                    + " ./tailkeeper run, which end with it; ./tailkeeper up starts services that stay";

    private final ExperimentOrder orders;
    private final Consumer<RunRequested> requests;
    private final Listeners listeners;
    private final boolean starts;

    StartResource(
            ExperimentOrder orders, Consumer<RunRequested> requests, Listeners listeners, MetricsSettings settings) {
        this.orders = orders;
        this.requests = requests;
        this.listeners = listeners;
        this.starts = settings.starts();
    }

    @GET
    @Path("/presets")
    @Operation(summary = "The experiments that come with the program, to begin with.")
    public List<PresetView> presets() {
        return PresetView.all();
    }

    @GET
    @Path("/listeners")
    @Operation(summary = "Whether experiments may be started here, and which services would work on them now.")
    public ListenersView listeners() {
        return new ListenersView(
                starts ? null : REFUSAL,
                listeners
                        .members(ListenersView.GENERATOR, ListenersView::isOfWorkers)
                        .map(members -> ListenersView.services(members.keySet()))
                        .orElse(null));
    }

    @POST
    @Path("/experiments")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Starts an experiment, if its file is in order.")
    @APIResponseSchema(
            value = Started.class,
            responseCode = "202",
            responseDescription = "The runs, whose requests are on their topic.")
    @APIResponse(responseCode = "400", description = "The file is wrong: what, where, how to mend it.")
    @APIResponse(responseCode = "403", description = "A page of another origin asks, or nothing may be started here.")
    @APIResponse(responseCode = "415", description = "The request is not JSON.")
    public RestResponse<Object> start(@Nullable Order order, @BeanParam RequestSource source) {
        return source.refusal().orElseGet(() -> start(order));
    }

    private RestResponse<Object> start(@Nullable Order order) {
        if (!starts) {
            return Answers.error(Status.FORBIDDEN, REFUSAL);
        }
        if (order == null || order.file() == null || order.file().isBlank()) {
            return Answers.fault("send {\"file\": \"…\"} with the text of an experiment file", "");
        }
        try {
            List<RunRequested> runs = orders.runs(order.file(), Instant.now());
            runs.forEach(requests);
            return RestResponse.status(
                    RestResponse.Status.ACCEPTED,
                    new Started(
                            runs.getFirst().experimentId(),
                            runs.stream().map(RunRequested::runId).toList()));
        } catch (ExperimentException e) {
            return Answers.fault(String.valueOf(e.getMessage()), e.path());
        }
    }

    /**
     * What is asked for.
     *
     * @param file the text of an experiment file, YAML or JSON
     */
    public record Order(@Nullable String file) {}

    /**
     * What was started.
     *
     * @param experimentId of the new experiment
     * @param runs ids of its runs
     */
    public record Started(String experimentId, List<String> runs) {

        public Started {
            runs = List.copyOf(runs);
        }
    }
}
