package io.tailkeeper.languagemodel.models;

import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.llama2c.Llama2cTokenizer;
import io.tailkeeper.languagemodel.tokenizer.EndTokens;
import io.tailkeeper.languagemodel.tokenizer.JsonTokenizer;
import io.tailkeeper.languagemodel.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tokenizers that lie in a model's folder. */
public final class TokenizerFiles {

    private static final String NONE = " has no tokenizer: neither tokenizer.json nor tokenizer.bin. Make it with"
            + " AutoTokenizer.from_pretrained(MODEL).save_pretrained(FOLDER) of the transformers library, or copy the one"
            + " the model was trained with";

    private TokenizerFiles() {}

    /**
     * The tokenizer of a folder.
     *
     * @throws CheckpointException when there is none, or one that is not read
     */
    public static Tokenizer of(Path folder) {
        Path json = folder.resolve(TokenizerJson.FILE_NAME);
        Path binary = folder.resolve(Llama2cTokenizer.FILE_NAME); // the exact one of the two, where both are
        if (Files.exists(json) && !Files.exists(binary)) {
            return JsonTokenizer.read(json, tokenizer -> EndTokens.of(folder, tokenizer));
        }
        return Llama2cTokenizer.read(binary(folder));
    }

    /** The folder's {@code tokenizer.bin}, or else its only {@code tok*.bin}. */
    private static Path binary(Path folder) {
        Path usual = folder.resolve(Llama2cTokenizer.FILE_NAME);
        if (Files.exists(usual)) {
            return usual;
        }
        List<Path> found = files(folder, "tok*.bin");
        if (found.size() > 1) {
            throw new CheckpointException(folder + " has several tokenizers, " + found + "; call the model's own one "
                    + Llama2cTokenizer.FILE_NAME);
        }
        if (found.isEmpty()) {
            throw new CheckpointException(folder + NONE);
        }
        return found.getFirst();
    }

    /** Files of a folder by a pattern, in order of their names. */
    static List<Path> files(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new CheckpointException("folder " + folder + " cannot be listed: " + e, e);
        }
        found.sort(null);
        return found;
    }
}
