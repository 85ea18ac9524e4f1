package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;

/**
 * The layout of the read model, values in the JSON of the HTTP API.
 *
 * <ul>
 *   <li>{@code tailkeeper:runs}: set of run ids
 *   <li>{@code tailkeeper:run:{id}}: the run with progress, measured generations and detectors
 *   <li>{@code tailkeeper:run:{id}:generation:{n}}: the measures of one generation
 *   <li>{@code tailkeeper:events}: capped stream of {@code kind}, {@code runId}, {@code event}
 *   <li>{@code tailkeeper:read-model}: there as long as nobody emptied the database
 * </ul>
 */
final class RedisKeys {

    static final String RUNS = "tailkeeper:runs";
    static final String EVENTS = "tailkeeper:events";
    static final String MARKER = "tailkeeper:read-model";

    private RedisKeys() {}

    static String run(String runId) {
        return "tailkeeper:run:" + runId;
    }

    static String generation(GenerationKey key) {
        return run(key.runId()) + ":generation:" + key.generation();
    }
}
