package io.tailkeeper.languagemodel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Models as they lie on the disk, in any of the formats that Tailkeeper reads. */
public final class Models {

    private static final String KINDS = "; a model is a folder of Hugging Face (config.json, model.safetensors,"
            + " tokenizer.json), a folder of llama2.c (a model's .bin and tok*.bin), or one of their weight files or of"
            + " Tailkeeper's checkpoints";

    private Models() {}

    /**
     * Opens a model with its tokenizer. It is recognised by what it consists of: a Hugging Face folder, a llama2.c folder
     * or file, or a checkpoint of Tailkeeper's own, beside which the tokenizer lies unless it is GPT-2's ranks.
     *
     * @return to be closed by the caller
     * @throws CheckpointException when it is missing, corrupt, or of a kind or with a feature that is not known; the
     *     message says what, where, and how to mend it
     */
    public static PretrainedModel open(Path path) {
        return switch (locate(path)) {
            case Place.HuggingFace(Path folder) -> {
                Tokenizer tokenizer = TokenizerFiles.of(folder);
                yield matching(path, HuggingFaceFolder.read(folder, tokenizer.fingerprint()), tokenizer);
            }
            case Place.Llama2c(Path file) -> {
                Tokenizer tokenizer = TokenizerFiles.of(folder(file));
                yield matching(path, Llama2cFile.read(file, tokenizer.fingerprint()), tokenizer);
            }
            case Place.Checkpoint(Path file) -> openCheckpoint(file, null);
        };
    }

    /**
     * Opens a checkpoint of Tailkeeper's own with its tokenizer.
     *
     * @param expectedSha256 digest the checkpoint must have; null to read it unchecked
     * @throws CheckpointException when checkpoint or tokenizer are missing, corrupt, or not of Tailkeeper's own
     */
    public static PretrainedModel openCheckpoint(Path file, String expectedSha256) {
        LanguageModel model = LanguageModel.load(file, expectedSha256);
        try {
            String named = CheckpointMetadata.tokenizer(model.metadata());
            Tokenizer tokenizer = tokenizer(file, named, model.config().vocabularySize());
            CheckpointFolder.requireSame(file, model.config());
            CheckpointFolder.requireSame(file, tokenizer);
            return matching(file, model, tokenizer);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * The shape of a model, without its weights.
     *
     * @throws CheckpointException as {@link #open}
     */
    public static ModelConfig config(Path path) {
        return switch (locate(path)) {
            case Place.HuggingFace(Path folder) ->
                HuggingFaceConfig.read(JsonFile.read(folder.resolve(HuggingFaceFolder.CONFIG)));
            case Place.Llama2c(Path file) -> Llama2cFile.config(file);
            case Place.Checkpoint(Path file) -> {
                try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                    ModelConfig config = CheckpointMetadata.config(file, opened.metadata());
                    CheckpointFolder.requireSame(file, config);
                    yield config;
                }
            }
        };
    }

    /**
     * The tokenizer of a model, without its weights.
     *
     * @throws CheckpointException as {@link #open}
     */
    public static Tokenizer tokenizer(Path path) {
        return switch (locate(path)) {
            case Place.HuggingFace(Path folder) -> TokenizerFiles.of(folder);
            case Place.Llama2c(Path file) -> TokenizerFiles.of(folder(file));
            case Place.Checkpoint(Path file) -> {
                try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                    int size =
                            CheckpointMetadata.config(file, opened.metadata()).vocabularySize();
                    Tokenizer tokenizer = tokenizer(file, CheckpointMetadata.tokenizer(opened.metadata()), size);
                    CheckpointFolder.requireSame(file, tokenizer);
                    yield tokenizer;
                }
            }
        };
    }

    private static PretrainedModel matching(Path path, LanguageModel model, Tokenizer tokenizer) {
        int known = model.config().vocabularySize();
        if (tokenizer.vocabularySize() > known) {
            model.close();
            throw new CheckpointException("model " + path + " knows " + known + " tokens, but its tokenizer has "
                    + tokenizer.vocabularySize() + "; give the folder the tokenizer the model was trained with");
        }
        for (int end : tokenizer.endTokens()) {
            if (end >= known) {
                model.close();
                throw new CheckpointException("model " + path + " knows " + known + " tokens, but is said to end texts"
                        + " with number " + end + " (eos_token_id); copy the model's own config.json and"
                        + " generation_config.json");
            }
        }
        return new PretrainedModel(model, tokenizer);
    }

    private static Tokenizer tokenizer(Path checkpoint, String named, int vocabularySize) {
        if (named == null || named.equals(Gpt2RanksTokenizer.fingerprint(vocabularySize))) {
            return Tokenizer.ofGpt2Ranks(vocabularySize);
        }
        Tokenizer beside = TokenizerFiles.of(folder(checkpoint));
        if (!beside.fingerprint().equals(named)) {
            throw new CheckpointException("checkpoint " + checkpoint + " was trained with the tokenizer " + named
                    + ", but " + beside.fingerprint() + " lies beside it; put the right one there");
        }
        return beside;
    }

    /** Where the weights are, in which format. */
    private sealed interface Place {
        record HuggingFace(Path folder) implements Place {}

        record Llama2c(Path file) implements Place {}

        record Checkpoint(Path file) implements Place {}
    }

    private static Place locate(Path path) {
        if (!Files.exists(path)) {
            throw new CheckpointException("model " + path + " is missing" + KINDS);
        }
        return Files.isDirectory(path) ? locateIn(path) : locateFile(path);
    }

    private static Place locateIn(Path folder) {
        Path weights = folder.resolve(HuggingFaceFolder.WEIGHTS);
        if (Files.exists(folder.resolve(HuggingFaceFolder.CONFIG))) {
            return Files.exists(weights) && isOwn(weights)
                    ? new Place.Checkpoint(weights)
                    : new Place.HuggingFace(folder);
        }
        if (Files.exists(weights)) {
            return new Place.Checkpoint(weights);
        }
        List<Path> models = new ArrayList<>(TokenizerFiles.files(folder, "*.bin"));
        models.removeAll(TokenizerFiles.files(folder, "tok*.bin"));
        if (models.size() != 1) {
            throw new CheckpointException("folder " + folder
                    + (models.isEmpty() ? " holds no model" : " holds several models, " + models) + KINDS);
        }
        return new Place.Llama2c(models.getFirst());
    }

    private static Place locateFile(Path file) {
        if (file.toString().endsWith(".bin")) {
            return new Place.Llama2c(file);
        }
        return isOwn(file) || !Files.exists(folder(file).resolve(HuggingFaceFolder.CONFIG))
                ? new Place.Checkpoint(file)
                : new Place.HuggingFace(folder(file));
    }

    private static boolean isOwn(Path weights) {
        try (SafetensorsFile opened = SafetensorsFile.open(weights)) {
            return CheckpointMetadata.isOwn(opened.metadata());
        }
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().getParent();
    }
}
