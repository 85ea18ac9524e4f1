package io.tailkeeper.languagemodel.huggingface;

import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.json.JsonFile;
import io.tailkeeper.languagemodel.json.StrictJson;
import io.tailkeeper.languagemodel.tokenizer.EndTokens;
import io.tailkeeper.languagemodel.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/**
 * The files of Hugging Face's that lie beside a checkpoint of Tailkeeper's own, {@code model.safetensors}. They repeat what
 * the checkpoint says of itself; where somebody edited them, they would be obeyed by others and not here.
 */
public final class CheckpointFolder {

    private CheckpointFolder() {}

    /**
     * Compares what lies beside a checkpoint with the checkpoint itself.
     *
     * @throws CheckpointException when {@code config.json} beside the checkpoint is damaged or says something else
     */
    public static void requireSame(Path checkpoint, ModelConfig config) {
        Path described = checkpoint.resolveSibling(HuggingFaceFolder.CONFIG);
        if (checkpoint.endsWith(HuggingFaceFolder.WEIGHTS) && Files.exists(described)) {
            ModelConfig beside = HuggingFaceConfig.read(JsonFile.read(described));
            if (!beside.equals(config)) {
                throw differs(checkpoint, HuggingFaceFolder.CONFIG, config + ", not " + beside);
            }
        }
    }

    /**
     * Compares what lies beside a checkpoint with the checkpoint itself.
     *
     * @throws CheckpointException when {@code tokenizer.json} beside the checkpoint is damaged or another one, or a file
     *     there ends texts with a token with which this tokenizer does not
     */
    public static void requireSame(Path checkpoint, Tokenizer tokenizer) {
        if (!checkpoint.endsWith(HuggingFaceFolder.WEIGHTS)) {
            return;
        }
        Set<Integer> ends = EndTokens.named(
                Objects.requireNonNull(checkpoint.toAbsolutePath().getParent(), "the folder of a checkpoint"));
        if (!tokenizer.endTokens().containsAll(ends)) {
            throw differs(
                    checkpoint,
                    EndTokens.files(),
                    "texts that end with token " + tokenizer.endTokens() + ", not " + ends);
        }
        Path file = checkpoint.resolveSibling(TokenizerJson.FILE_NAME);
        if (Files.exists(file) && !isSame(file, tokenizer.json())) {
            throw differs(checkpoint, TokenizerJson.FILE_NAME, "the tokenizer " + tokenizer.fingerprint());
        }
    }

    private static boolean isSame(Path file, byte[] own) {
        try {
            return Arrays.equals(own, Files.readAllBytes(file))
                    || JsonFile.read(file).root().equals(StrictJson.read(own));
        } catch (IOException e) {
            throw new CheckpointException(file + " cannot be read: " + e, e);
        }
    }

    private static CheckpointException differs(Path checkpoint, String file, String what) {
        return new CheckpointException(file + " beside the checkpoint " + checkpoint
                + " does not belong to it, for it was trained with " + what
                + ". Put back the file, or delete it: the checkpoint of Tailkeeper's own is complete without it. To change"
                + " a model, edit a folder that the transformers library saved");
    }
}
