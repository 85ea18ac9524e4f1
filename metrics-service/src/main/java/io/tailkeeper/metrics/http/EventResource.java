package io.tailkeeper.metrics.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.tailkeeper.metrics.LedgerEvent;
import io.tailkeeper.metrics.LedgerObserver;
import io.tailkeeper.metrics.RunView;
import io.tailkeeper.metrics.quarkus.MetricsConfiguration;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;

/** What happens, as server-sent events named run, generation, detectors and progress, with a heartbeat in between. */
@Singleton
@Path("/api/events")
public class EventResource implements LedgerObserver {

    private final BroadcastProcessor<LedgerEvent> news = BroadcastProcessor.create();
    private final MetricsConfiguration configuration;

    EventResource(MetricsConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public void changed(List<RunView> runs, List<LedgerEvent> events) {
        events.forEach(news::onNext);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> events(@Context Sse sse) {
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .every(configuration.heartbeat())
                .onOverflow()
                .drop()
                .map(_ -> sse.newEventBuilder().name("heartbeat").data("{}").build());
        Multi<OutboundSseEvent> happenings = news.onOverflow()
                .dropPreviousItems()
                .map(event -> sse.newEventBuilder()
                        .name(event.kind())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(event)
                        .build());
        return Multi.createBy().merging().streams(heartbeats, happenings);
    }
}
