package io.tailkeeper.trainer.pytorch;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingFailedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/** The model that a generation's training begins with. */
final class StartingModel {

    private StartingModel() {}

    /**
     * Opens or makes it.
     *
     * @param opener opens the checkpoint that the task begins with
     * @return to be closed by the caller
     * @throws TrainingFailedException when it is not the model that the run asks for
     * @throws io.tailkeeper.languagemodel.CheckpointException when it is unreadable
     */
    static PretrainedModel of(GenerationTask task, Function<CheckpointReference, PretrainedModel> opener) {
        RunSpecification specification = task.run().specification();
        ModelSpecification wanted = specification.model();
        CheckpointReference start = task.start();
        if (start != null) {
            return matching("checkpoint " + start.uri(), wanted, opener.apply(start));
        }
        if (wanted.pretrained() != null) {
            return matching("model " + wanted.pretrained(), wanted, pretrained(wanted.pretrained()));
        }
        LanguageModel made =
                Models.initialise(architecture(wanted), Seeds.of(specification.seed(), "model", "initial-weights"));
        return matching(
                "preset " + wanted.preset(),
                wanted,
                new PretrainedModel(made, Gpt2RanksTokenizer.of(wanted.vocabularySize())));
    }

    private static PretrainedModel pretrained(String path) {
        try {
            return Models.open(Path.of(path));
        } catch (InvalidPathException e) {
            throw new TrainingFailedException("model.pretrained: " + e.getMessage());
        }
    }

    private static ModelConfig architecture(ModelSpecification wanted) {
        if (wanted.preset() == null) {
            return new ModelConfig(
                    wanted.layers(),
                    wanted.heads(),
                    wanted.embeddingSize(),
                    wanted.contextLength(),
                    wanted.vocabularySize());
        }
        try {
            return ModelConfig.preset(wanted.preset());
        } catch (IllegalArgumentException e) {
            throw new TrainingFailedException("model.preset: " + e.getMessage());
        }
    }

    private static PretrainedModel matching(String what, ModelSpecification wanted, PretrainedModel opened) {
        ModelConfig config = opened.model().config();
        boolean same = config.layers() == wanted.layers()
                && config.heads() == wanted.heads()
                && config.embeddingSize() == wanted.embeddingSize()
                && config.contextLength() == wanted.contextLength()
                && config.vocabularySize() == wanted.vocabularySize();
        if (!same) {
            opened.close();
            throw new TrainingFailedException(what + " holds a model of " + config + ", the run asks for " + wanted
                    + "; give the run the model of its checkpoint, or begin it anew");
        }
        return opened;
    }
}
