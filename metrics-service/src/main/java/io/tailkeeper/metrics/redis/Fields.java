package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;

/** The fields of a run's hash; those of a generation begin with its number. */
final class Fields {

    static final String RUN = "run";
    static final String FINISHED = "finished";
    static final String COLLECTED = "collected";
    static final String DEAD = "dead";
    static final String LOST = "lost";
    static final String BATCHES = "batches";
    static final String PUBLISHED = "published";
    static final String TEXTS = "texts";
    static final String TOTAL = "total";
    static final String RELEASED = "released";
    static final String PROGRESS = "progress";
    static final String TRAINED = "trained";
    static final String MEASURED = "measured";
    static final String UNBALANCED = "unbalanced";
    static final String UNANSWERED = "unanswered";
    static final String DETECTORS = "detectors";
    static final String SCORED = "scored";
    static final String CALIBRATED = "calibrated";
    static final String FIGURES = "figures";

    private Fields() {}

    static String of(int generation, String name) {
        return generation + ":" + name;
    }

    static String of(GenerationKey generation, String name) {
        return of(generation.generation(), name);
    }

    static String of(GenerationKey generation, String name, String detectorId) {
        return of(generation, name) + ":" + detectorId;
    }
}
