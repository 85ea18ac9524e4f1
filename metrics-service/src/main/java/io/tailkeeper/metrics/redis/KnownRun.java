package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Redis holds of a run, as far as a batch that is about it needs it. Not safe for use by several threads. */
final class KnownRun {

    private final Map<String, String> fields;
    private final @Nullable Long earlyBytes;
    private @Nullable RunRequested run;

    /**
     * A run as Redis holds it.
     *
     * @param fields of its hash that the batch needs
     * @param earlyBytes size of its entries that wait for its request; null for none
     */
    KnownRun(Map<String, String> fields, @Nullable Long earlyBytes) {
        this.fields = fields;
        this.earlyBytes = earlyBytes;
        run = StoredJson.find(fields.get(Fields.RUN), RunRequested.class);
    }

    /** What was asked for; null while nobody has asked. */
    @Nullable
    RunRequested run() {
        return run;
    }

    /** What was asked for, of a run that somebody has asked for. */
    RunRequested request() {
        return Objects.requireNonNull(run, "the request of the run");
    }

    void requested(RunRequested request) {
        run = request;
    }

    /** Whether somebody has removed it: nothing is entered of it any more. */
    boolean removed() {
        return fields.containsKey(Fields.REMOVED);
    }

    boolean finished() {
        return fields.containsKey(Fields.FINISHED);
    }

    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    long number(String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    void set(String name, String value) {
        fields.put(name, value);
    }

    @Nullable
    Long earlyBytes() {
        return earlyBytes;
    }

    /** Documents that make the pool of a generation complete. */
    int pool(GenerationKey generation) {
        return request().specification().data().pooledDocuments(generation.generation());
    }

    /** The detector whose scores the run selects by. */
    String decidingId() {
        return request().specification().selection().detectorId();
    }
}
