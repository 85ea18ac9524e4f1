package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.calls.Script;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.metrics.view.LedgerEvent;
import io.tailkeeper.metrics.view.LedgerEvents;
import io.tailkeeper.metrics.view.RunSummary;
import io.tailkeeper.metrics.view.RunView;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Shows runs to everybody: views and lists for the HTTP API and other programs, and a stream of what happens. */
final class RunBoard {

    private static final Script SCRIPT = Script.load(
            "show", RedisKeys.DESK, RedisKeys.CHANGED, RedisKeys.RUNS, RedisKeys.SUMMARIES, RedisKeys.EVENTS);

    private final RedisCalls redis;
    private final int mostEvents;

    RunBoard(RedisCalls redis, int mostEvents) {
        this.redis = redis;
        this.mostEvents = mostEvents;
    }

    /**
     * Shows a run as it stands, unless another instance holds the lease by now.
     *
     * @param token of the lease
     * @param revision of the change that is shown
     * @param told whether what happened is news; not when the ledger is being read again
     */
    void show(String token, long revision, RunView view, boolean told) {
        String runId = view.run().runId();
        Response shown = redis.find(Command.GET, RedisKeys.run(runId));
        RunView before = shown == null ? null : StoredJson.read(shown.toString(), RunView.class);
        List<Object> arguments = new ArrayList<>(List.of(token, RedisKeys.ledger(runId), runId, revision));
        arguments.addAll(List.of(StoredJson.write(RunSummary.of(view)), mostEvents));
        List<GenerationMeasured> measures = view.generations().stream()
                .filter(measured -> before == null || !before.generations().contains(measured))
                .toList();
        arguments.add(1 + measures.size());
        arguments.addAll(List.of(RedisKeys.run(runId), StoredJson.write(view)));
        measures.forEach(measured ->
                arguments.addAll(List.of(RedisKeys.generation(measured.generationKey()), StoredJson.write(measured))));
        List<LedgerEvent> events = told ? LedgerEvents.between(before, view) : List.of();
        arguments.add(events.size());
        events.forEach(event -> arguments.addAll(List.of(event.kind(), StoredJson.write(event))));
        Response unused = redis.run(SCRIPT, arguments);
    }
}
