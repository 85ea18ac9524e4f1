package io.tailkeeper.trainer;

import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.specification.ModelSpecification;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The model on disk that a run begins with, as far as the installation lets runs read. */
public final class AllowedModel {

    private static final String SETTING = "tailkeeper.trainer.allowed-roots";

    private AllowedModel() {}

    /**
     * Lets a model pass, or none at all.
     *
     * @throws TrainingFailedException when the run names one that lies elsewhere
     */
    public static void require(ModelSpecification model, AllowedRoots allowed) {
        if (model.pretrained() == null) {
            return;
        }
        try {
            allowed.refusal(Path.of(model.pretrained()), SETTING).ifPresent(reason -> {
                throw new TrainingFailedException("model.pretrained " + reason);
            });
        } catch (InvalidPathException e) {
            throw new TrainingFailedException("model.pretrained: " + e.getMessage(), e);
        }
    }
}
