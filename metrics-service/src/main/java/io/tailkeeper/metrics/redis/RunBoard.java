package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.LedgerEvent;
import io.tailkeeper.metrics.LedgerEvents;
import io.tailkeeper.metrics.RunSummary;
import io.tailkeeper.metrics.RunView;
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
        Response before = redis.call(Command.GET, RedisKeys.run(runId));
        List<LedgerEvent> events = told
                ? LedgerEvents.between(before == null ? null : StoredJson.read(before.toString(), RunView.class), view)
                : List.of();
        List<Object> arguments = new ArrayList<>();
        arguments.addAll(List.of(token, runId, revision, StoredJson.write(RunSummary.of(view)), mostEvents));
        arguments.add(1 + view.generations().size());
        arguments.addAll(List.of(RedisKeys.run(runId), StoredJson.write(view)));
        view.generations()
                .forEach(measured -> arguments.addAll(
                        List.of(RedisKeys.generation(measured.generationKey()), StoredJson.write(measured))));
        arguments.add(events.size());
        events.forEach(event -> arguments.addAll(List.of(event.kind(), StoredJson.write(event))));
        Response unused = redis.run(SCRIPT, arguments);
    }
}
