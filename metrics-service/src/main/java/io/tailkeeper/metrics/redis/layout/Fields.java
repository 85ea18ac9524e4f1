package io.tailkeeper.metrics.redis.layout;

import io.tailkeeper.contracts.GenerationKey;

/** The fields of a run's hash; those of a generation begin with its number. */
public final class Fields {

    public static final String RUN = "run";
    public static final String FINISHED = "finished";
    public static final String REMOVED = "removed";
    public static final String COLLECTED = "collected";
    public static final String DEAD = "dead";
    public static final String LOST = "lost";
    public static final String BATCHES = "batches";
    public static final String PUBLISHED = "published";
    public static final String TEXTS = "texts";
    public static final String TOTAL = "total";
    public static final String RELEASED = "released";
    public static final String PROGRESS = "progress";
    public static final String TRAINED = "trained";
    public static final String MEASURED = "measured";
    public static final String ALERT = "alert";
    public static final String UNBALANCED = "unbalanced";
    public static final String UNANSWERED = "unanswered";
    public static final String DETECTORS = "detectors";
    public static final String SCORED = "scored";
    public static final String CALIBRATED = "calibrated";
    public static final String FIGURES = "figures";

    private Fields() {}

    /** Of a generation. */
    public static String of(int generation, String name) {
        return generation + ":" + name;
    }

    /** Of a generation. */
    public static String of(GenerationKey generation, String name) {
        return of(generation.generation(), name);
    }

    /** Of a detector, or a rule of alerts, in a generation. */
    public static String of(GenerationKey generation, String name, String id) {
        return of(generation, name) + ":" + id;
    }
}
