package io.tailkeeper.languagemodel.models;

import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.safetensors.SafetensorsFile;
import io.tailkeeper.languagemodel.transformer.CheckpointMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where the weights of a model are, in which format. */
sealed interface ModelPlace {

    String KINDS = "; a model is a folder of Hugging Face (config.json, model.safetensors,"
            + " tokenizer.json), a folder of llama2.c (a model's .bin and tok*.bin), or one of their weight files or of"
            + " Tailkeeper's checkpoints";

    record HuggingFace(Path folder) implements ModelPlace {}

    record Llama2c(Path file) implements ModelPlace {}

    record Checkpoint(Path file) implements ModelPlace {}

    /**
     * Looks for the weights.
     *
     * @throws CheckpointException when there is no model, or more than one
     */
    static ModelPlace of(Path path) {
        if (!Files.exists(path)) {
            throw new CheckpointException("model " + path + " is missing" + KINDS);
        }
        return Files.isDirectory(path) ? locateIn(path) : locateFile(path);
    }

    private static ModelPlace locateIn(Path folder) {
        Path weights = folder.resolve(HuggingFaceFolder.WEIGHTS);
        if (Files.exists(folder.resolve(HuggingFaceFolder.CONFIG))) {
            return Files.exists(weights) && isOwn(weights) ? new Checkpoint(weights) : new HuggingFace(folder);
        }
        if (Files.exists(weights)) {
            return new Checkpoint(weights);
        }
        List<Path> models = new ArrayList<>(TokenizerFiles.files(folder, "*.bin"));
        models.removeAll(TokenizerFiles.files(folder, "tok*.bin"));
        if (models.size() != 1) {
            throw new CheckpointException("folder " + folder
                    + (models.isEmpty() ? " holds no model" : " holds several models, " + models) + KINDS);
        }
        return new Llama2c(models.getFirst());
    }

    private static ModelPlace locateFile(Path file) {
        if (file.toString().endsWith(".bin")) {
            return new Llama2c(file);
        }
        return isOwn(file) || !Files.exists(folder(file).resolve(HuggingFaceFolder.CONFIG))
                ? new Checkpoint(file)
                : new HuggingFace(folder(file));
    }

    private static boolean isOwn(Path weights) {
        try (SafetensorsFile opened = SafetensorsFile.open(weights)) {
            return CheckpointMetadata.isOwn(opened.metadata());
        }
    }

    /** The folder that a file lies in. */
    static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the folder of a file");
    }
}
