package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * What Redis holds of the runs that some entries are about, read in one round trip.
 *
 * @param runs the runs, by id
 * @param earlyRuns how many runs have entries that wait for their request
 */
record LedgerContext(Map<String, KnownRun> runs, int earlyRuns) {

    static LedgerContext read(RedisCalls redis, List<LedgerEntry> entries) {
        Map<String, SequencedSet<String>> needed = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            SequencedSet<String> fields = needed.computeIfAbsent(
                    entry.runId(), _ -> new TreeSet<>(List.of(Fields.RUN, Fields.FINISHED, Fields.REMOVED)));
            fields.addAll(fields(entry));
        }
        List<Request> requests = new ArrayList<>();
        requests.add(RedisCalls.request(Command.HLEN, RedisKeys.EARLY));
        needed.forEach((runId, fields) -> {
            List<Object> arguments = new ArrayList<>(List.of(RedisKeys.ledger(runId)));
            arguments.addAll(fields);
            requests.add(RedisCalls.request(Command.HMGET, arguments.toArray()));
            requests.add(RedisCalls.request(Command.HGET, RedisKeys.EARLY, runId));
        });
        List<Response> answers = redis.pipeline(requests);
        Map<String, KnownRun> runs = new HashMap<>();
        int at = 1;
        for (Map.Entry<String, SequencedSet<String>> each : needed.entrySet()) {
            Response early = answers.get(at + 1);
            runs.put(
                    each.getKey(),
                    new KnownRun(values(each.getValue(), answers.get(at)), early == null ? null : early.toLong()));
            at += 2;
        }
        return new LedgerContext(runs, answers.getFirst().toInteger());
    }

    /** A run that one of the entries names. */
    KnownRun run(String runId) {
        return Objects.requireNonNull(runs.get(runId), runId);
    }

    private static List<String> fields(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.Collected it -> List.of(Fields.of(it.generation(), Fields.COLLECTED));
            case LedgerEntry.DeadLettered it -> List.of(Fields.of(it.generation(), Fields.DEAD));
            case LedgerEntry.Batch it -> List.of(Fields.of(it.generation(), Fields.BATCHES));
            case LedgerEntry.Text it -> List.of(Fields.of(it.generation(), Fields.TOTAL));
            case LedgerEntry.Calibrated it -> List.of(Fields.of(it.generation(), Fields.DETECTORS));
            case LedgerEntry.Scored it ->
                List.of(
                        Fields.of(it.generation(), Fields.DETECTORS),
                        Fields.of(it.generation(), Fields.SCORED, it.detectorId()));
            default -> List.of();
        };
    }

    private static Map<String, String> values(SequencedSet<String> fields, Response answer) {
        Map<String, String> values = new HashMap<>();
        int at = 0;
        for (String field : fields) {
            Response value = answer.get(at++);
            if (value != null) {
                values.put(field, value.toString());
            }
        }
        return values;
    }
}
