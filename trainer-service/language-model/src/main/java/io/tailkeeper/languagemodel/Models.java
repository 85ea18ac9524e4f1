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
        if (!Files.exists(path)) {
            throw new CheckpointException("model " + path + " is missing" + KINDS);
        }
        return Files.isDirectory(path) ? openFolder(path) : openFile(path);
    }

    private static PretrainedModel matching(Path path, LanguageModel model, Tokenizer tokenizer) {
        int known = model.config().vocabularySize();
        if (tokenizer.vocabularySize() > known) {
            model.close();
            throw new CheckpointException("model " + path + " knows " + known + " tokens, but its tokenizer has "
                    + tokenizer.vocabularySize() + "; give the folder the tokenizer the model was trained with");
        }
        return new PretrainedModel(model, tokenizer);
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
            return matching(file, model, tokenizer(file, model));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Tokenizer tokenizer(Path checkpoint, LanguageModel model) {
        String named = CheckpointMetadata.tokenizer(model.metadata());
        int size = model.config().vocabularySize();
        if (named == null || named.equals(Gpt2RanksTokenizer.fingerprint(size))) {
            return Tokenizer.ofGpt2Ranks(size);
        }
        Tokenizer beside = TokenizerFiles.of(checkpoint.toAbsolutePath().getParent());
        if (!beside.fingerprint().equals(named)) {
            throw new CheckpointException("checkpoint " + checkpoint + " was trained with the tokenizer " + named
                    + ", but " + beside.fingerprint() + " lies beside it; put the right one there");
        }
        return beside;
    }

    private static PretrainedModel openFolder(Path folder) {
        if (Files.exists(folder.resolve(HuggingFaceFolder.CONFIG))) {
            return openHuggingFace(folder);
        }
        if (Files.exists(folder.resolve(HuggingFaceFolder.WEIGHTS))) {
            return openFile(folder.resolve(HuggingFaceFolder.WEIGHTS));
        }
        List<Path> models = new ArrayList<>(TokenizerFiles.files(folder, "*.bin"));
        models.removeAll(TokenizerFiles.files(folder, "tok*.bin"));
        if (models.size() != 1) {
            throw new CheckpointException("folder " + folder
                    + (models.isEmpty() ? " holds no model" : " holds several models, " + models) + KINDS);
        }
        return openFile(models.getFirst());
    }

    private static PretrainedModel openHuggingFace(Path folder) {
        Tokenizer tokenizer = TokenizerFiles.of(folder);
        return matching(folder, HuggingFaceFolder.read(folder, tokenizer.fingerprint()), tokenizer);
    }

    private static PretrainedModel openFile(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (file.toString().endsWith(".bin")) {
            Tokenizer tokenizer = TokenizerFiles.of(folder);
            return matching(file, Llama2cFile.read(file, tokenizer.fingerprint()), tokenizer);
        }
        boolean own;
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            own = CheckpointMetadata.isOwn(opened.metadata());
        }
        return own || !Files.exists(folder.resolve(HuggingFaceFolder.CONFIG))
                ? openCheckpoint(file, null)
                : openHuggingFace(folder);
    }
}
