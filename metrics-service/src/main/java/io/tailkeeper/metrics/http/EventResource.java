package io.tailkeeper.metrics.http;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.tailkeeper.metrics.quarkus.MetricsSettings;
import io.tailkeeper.metrics.quarkus.Rounds;
import io.tailkeeper.metrics.redis.EventFeed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What happens, as server-sent events named run, generation, alert, detectors and progress, with a heartbeat in between. */
@Singleton
@Path("/api/events")
public class EventResource {

    private final BroadcastProcessor<EventFeed.Event> news = BroadcastProcessor.create();
    private final EventFeed feed;
    private final MetricsSettings settings;

    EventResource(EventFeed feed, MetricsSettings settings) {
        this.feed = feed;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event, Rounds rounds) {
        rounds.start("events", settings.updateInterval(), () -> feed.next().forEach(news::onNext));
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "What happens from now on: run, generation, alert, detectors, progress; heartbeat in between.")
    @APIResponse(
            responseCode = "200",
            description = "Events whose data are JSON.",
            content = @Content(schema = @Schema(type = SchemaType.STRING)))
    public Multi<OutboundSseEvent> events(@Context Sse sse) {
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .every(settings.heartbeat())
                .onOverflow()
                .drop()
                .map(_ -> sse.newEventBuilder().name("heartbeat").data("{}").build());
        Multi<OutboundSseEvent> happenings = news.onOverflow()
                .dropPreviousItems()
                .map(event -> sse.newEventBuilder()
                        .name(event.kind())
                        .data(event.json())
                        .build());
        return Multi.createBy().merging().streams(heartbeats, happenings);
    }
}
