package io.tailkeeper.experiment;

import io.tailkeeper.contracts.specification.RunSpecification;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The settings that all arms of an experiment have in common. */
final class SharedSettings {

    /** What generation 0 and the held-out parts depend on: the arms share them, so no arm can have its own. */
    private static final Map<String, Function<RunSpecification, Object>> SHARED = Map.of(
            "corpus", RunSpecification::corpus,
            "knowledge", specification -> Optional.ofNullable(specification.knowledge()),
            "text", RunSpecification::text,
            "model", RunSpecification::model,
            "base-training", RunSpecification::baseTraining,
            "seed", RunSpecification::seed,
            "data.base-documents", specification -> specification.data().baseDocuments(),
            "data.validation-documents", specification -> specification.data().validationDocuments(),
            "data.test-documents", specification -> specification.data().testDocuments());

    /** Their paths in an experiment file. */
    static final Set<String> PATHS = SHARED.keySet();

    private SharedSettings() {}

    /**
     * Looks whether an arm has the settings of the base run.
     *
     * @throws ExperimentException when it has one of its own
     */
    static void require(RunSpecification base, RunSpecification arm) {
        SHARED.forEach((path, value) -> {
            if (!value.apply(arm).equals(value.apply(base))) {
                throw new ExperimentException(
                        path + " differs from the other arms, but all arms share generation 0 and the held-out"
                                + " text; set it under specification",
                        path);
            }
        });
    }
}
