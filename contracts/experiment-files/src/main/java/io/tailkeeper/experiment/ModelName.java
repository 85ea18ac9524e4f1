package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.ServiceLoader;

/** The {@code model} of a specification, which may be a name. */
final class ModelName {

    private static final String MODEL = "model";
    private static final Optional<NamedModels> KNOWN =
            ServiceLoader.load(NamedModels.class).findFirst();

    private ModelName() {}

    /**
     * Puts the sizes of a named model into the specification.
     *
     * @throws ExperimentException when there is no such model, or this program knows no names of models
     */
    static void resolve(ObjectNode specification) {
        if (KNOWN.isPresent()) {
            KNOWN.get().resolve(specification);
        } else if (specification.path(MODEL).isTextual()) {
            throw new ExperimentException(
                    MODEL + ": \"" + specification.path(MODEL).asText() + "\" names a model, and only ./tailkeeper run"
                            + " knows names; give the sizes one by one",
                    MODEL);
        }
    }
}
