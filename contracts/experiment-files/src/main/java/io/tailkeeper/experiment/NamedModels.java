package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Models that a specification names instead of giving sizes: {@code model: small}. A program that knows some provides this service
 * to {@link java.util.ServiceLoader}.
 */
public interface NamedModels {

    /**
     * Puts the sizes of a named model into the specification; nothing where it names none.
     *
     * @throws ExperimentException when there is no such model, or it cannot be read
     */
    void resolve(ObjectNode specification);
}
