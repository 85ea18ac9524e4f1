package io.tailkeeper.generator.pytorch;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.generator.AllowedText;
import io.tailkeeper.generator.RunFailedException;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Checkpoints of Tailkeeper's own that write for runs which trained other ones. */
final class ForeignModels {

    private static final String SETTING = "foreign-writer";

    private final AllowedRoots roots;

    /** @param roots where they may lie */
    ForeignModels(AllowedRoots roots) {
        this.roots = roots;
    }

    /**
     * The reference of one, by the digest that it has now.
     *
     * @param generation of the run's own model
     * @throws RunFailedException when it is none, reads other tokens or fewer than the run, or lies where nothing is read
     */
    CheckpointReference of(RunSpecification run, String named, int generation) {
        try {
            Path file = Path.of(named);
            roots.refusal(file, AllowedText.SETTING).ifPresent(reason -> {
                throw new RunFailedException(SETTING + ": " + reason);
            });
            requireTokensOf(run, file);
            return new CheckpointReference(file.toUri(), Sha256.of(file), generation);
        } catch (CheckpointException | InvalidPathException | IOException e) {
            throw new RunFailedException(
                    SETTING + ": " + e.getMessage()
                            + "; name the model.safetensors of a generation that Tailkeeper trained",
                    e);
        }
    }

    private static void requireTokensOf(RunSpecification run, Path file) {
        String own = ModelVocabulary.tokenizer(run.model()).fingerprint();
        String foreign = Models.tokenizer(file).fingerprint();
        if (!foreign.equals(own)) {
            throw new RunFailedException(SETTING + ": " + file + " reads the tokens of " + foreign
                    + ", the run those of " + own + "; train both with the same tokenizer and model.vocabulary-size");
        }
        ModelConfig config = Models.config(file);
        if (config.contextLength() < run.text().blockTokens()) {
            throw new RunFailedException(
                    SETTING + ": " + file + " knows " + config.contextLength() + " positions, and a document has "
                            + run.text().blockTokens() + "; lower text.block-tokens or name another");
        }
    }
}
