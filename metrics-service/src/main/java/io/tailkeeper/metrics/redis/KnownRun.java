package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import java.util.Map;

/** What Redis holds of a run, as far as a batch that is about it needs it. Not safe for use by several threads. */
final class KnownRun {

    private final Map<String, String> fields;
    private final Long earlyBytes;
    private RunRequested run;

    /**
     * A run as Redis holds it.
     *
     * @param fields of its hash that the batch needs
     * @param earlyBytes size of its entries that wait for its request; null for none
     */
    KnownRun(Map<String, String> fields, Long earlyBytes) {
        this.fields = fields;
        this.earlyBytes = earlyBytes;
        run = StoredJson.read(fields.get(Fields.RUN), RunRequested.class);
    }

    /** What was asked for; null while nobody has asked. */
    RunRequested run() {
        return run;
    }

    void requested(RunRequested request) {
        run = request;
    }

    boolean finished() {
        return fields.containsKey(Fields.FINISHED);
    }

    String field(String name) {
        return fields.get(name);
    }

    long number(String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    void set(String name, String value) {
        fields.put(name, value);
    }

    Long earlyBytes() {
        return earlyBytes;
    }

    /** Documents that make the pool of a generation complete. */
    int pool(GenerationKey generation) {
        return run.specification().data().pooledDocuments(generation.generation());
    }

    /** The detector whose scores the run selects by. */
    String decidingId() {
        return run.specification().selection().detectorId();
    }
}
