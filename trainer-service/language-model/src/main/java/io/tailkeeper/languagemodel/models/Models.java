package io.tailkeeper.languagemodel.models;

import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.huggingface.CheckpointFolder;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceConfig;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.huggingface.ShardedCheckpoint;
import io.tailkeeper.languagemodel.json.JsonFile;
import io.tailkeeper.languagemodel.llama2c.Llama2cFile;
import io.tailkeeper.languagemodel.safetensors.SafetensorsFile;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.languagemodel.transformer.CheckpointMetadata;
import io.tailkeeper.languagemodel.transformer.TransformerModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Models as they lie on the disk, in any of the formats that Tailkeeper reads, and new ones. */
public final class Models {

    private Models() {}

    /**
     * A new model with GPT-2's initial weights: normal with deviation 0.02, that of the projections into the residual
     * stream divided by sqrt(2 layers), biases 0, norms 1.
     *
     * @param seed equal seeds give equal weights on every device
     * @return to be closed by the caller
     */
    public static LanguageModel initialise(ModelConfig config, long seed) {
        return TransformerModel.initialise(config, seed);
    }

    /**
     * The model of a checkpoint, without its tokenizer: one of Tailkeeper's own, or one in shards by their index.
     *
     * @param expectedSha256 digest the file must have, of shards that of {@link ShardedCheckpoint}; null to read it unchecked
     * @return to be closed by the caller
     * @throws CheckpointException when the file is missing, corrupt, or neither of the two
     */
    public static LanguageModel load(Path file, @Nullable String expectedSha256) {
        if (!ShardedCheckpoint.isIndex(file)) {
            return TransformerModel.load(file, expectedSha256);
        }
        Path folder = sharded(file, expectedSha256);
        return HuggingFaceFolder.read(folder, TokenizerFiles.of(folder).fingerprint());
    }

    private static Path sharded(Path index, @Nullable String expectedSha256) {
        if (expectedSha256 != null) {
            ShardedCheckpoint.require(index, expectedSha256);
        }
        return ShardedCheckpoint.folder(index);
    }

    /**
     * Opens a model with its tokenizer. It is recognised by what it consists of: a Hugging Face folder, a llama2.c folder
     * or file, or a checkpoint of Tailkeeper's own, beside which the tokenizer lies unless it is GPT-2's ranks.
     *
     * @return to be closed by the caller
     * @throws CheckpointException when it is missing, corrupt, or of a kind or with a feature that is not known; the
     *     message says what, where, and how to mend it
     */
    public static PretrainedModel open(Path path) {
        return switch (ModelLocation.of(path)) {
            case ModelLocation.HuggingFace(Path folder) -> {
                Tokenizer tokenizer = TokenizerFiles.of(folder);
                yield matching(path, HuggingFaceFolder.read(folder, tokenizer.fingerprint()), tokenizer);
            }
            case ModelLocation.Llama2c(Path file) -> {
                Tokenizer tokenizer = TokenizerFiles.of(ModelLocation.folder(file));
                yield matching(path, Llama2cFile.read(file, tokenizer.fingerprint()), tokenizer);
            }
            case ModelLocation.Checkpoint(Path file) -> openCheckpoint(file, null);
        };
    }

    /**
     * Opens a checkpoint with its tokenizer: one of Tailkeeper's own, or one in shards by their index.
     *
     * @param expectedSha256 as {@link #load} takes it
     * @throws CheckpointException when checkpoint or tokenizer are missing, corrupt, or of neither kind
     */
    public static PretrainedModel openCheckpoint(Path file, @Nullable String expectedSha256) {
        if (ShardedCheckpoint.isIndex(file)) {
            return open(sharded(file, expectedSha256));
        }
        LanguageModel model = load(file, expectedSha256);
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
        return switch (ModelLocation.of(path)) {
            case ModelLocation.HuggingFace(Path folder) ->
                HuggingFaceConfig.read(JsonFile.read(folder.resolve(HuggingFaceFolder.CONFIG)));
            case ModelLocation.Llama2c(Path file) -> Llama2cFile.config(file);
            case ModelLocation.Checkpoint(Path file) -> {
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
        return switch (ModelLocation.of(path)) {
            case ModelLocation.HuggingFace(Path folder) -> TokenizerFiles.of(folder);
            case ModelLocation.Llama2c(Path file) -> TokenizerFiles.of(ModelLocation.folder(file));
            case ModelLocation.Checkpoint(Path file) -> {
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

    private static Tokenizer tokenizer(Path checkpoint, @Nullable String named, int vocabularySize) {
        if (named == null || named.equals(Gpt2RanksTokenizer.fingerprint(vocabularySize))) {
            return Gpt2RanksTokenizer.of(vocabularySize);
        }
        Tokenizer beside = TokenizerFiles.of(ModelLocation.folder(checkpoint));
        if (!beside.fingerprint().equals(named)) {
            throw new CheckpointException("checkpoint " + checkpoint + " was trained with the tokenizer " + named
                    + ", but " + beside.fingerprint() + " lies beside it; put the right one there");
        }
        return beside;
    }
}
