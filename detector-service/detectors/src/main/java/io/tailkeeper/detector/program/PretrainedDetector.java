package io.tailkeeper.detector.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.detector.TextDetector;
import java.io.IOException;

/**
 * A detector that is a model from elsewhere. Closing it frees the model.
 *
 * @param kind of the detector
 * @param description what {@code detector.json} says of it
 * @param model opened by {@link PretrainedDetectors}
 */
record PretrainedDetector(DetectorKind kind, JsonNode description, TextDetector model)
        implements TextDetector, AutoCloseable {

    static PretrainedDetector open(DetectorKind kind, JsonNode description) throws IOException {
        return new PretrainedDetector(
                kind, description, PretrainedDetectors.of(kind).open(description));
    }

    @Override
    public double logit(String text) {
        return model.logit(text);
    }

    @Override
    public void close() {
        if (model instanceof AutoCloseable owner) {
            try {
                owner.close();
            } catch (Exception e) {
                throw new IllegalStateException("the model of a " + kind.id() + " detector could not be freed", e);
            }
        }
    }
}
