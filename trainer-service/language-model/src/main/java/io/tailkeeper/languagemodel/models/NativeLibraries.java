package io.tailkeeper.languagemodel.models;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Uses PyTorch and the tokenizer library once, which has DJL unpack them to its cache (environment variable {@code
 * DJL_CACHE_DIR}). Run where an image is built: its containers then find them unpacked and need no place to write to.
 */
public final class NativeLibraries {

    private static final int SMALL_VOCABULARY = 512;

    private NativeLibraries() {}

    /** Unpacks and tries both; a library that does not load ends the program with its reason. */
    public static void main(String[] none) throws IOException {
        try (NDManager manager = ModelDevice.newManager()) {
            manager.ones(new Shape(1)).toFloatArray();
        }
        Path folder = Files.createTempDirectory("tailkeeper-tokenizer");
        Gpt2RanksTokenizer.of(SMALL_VOCABULARY).save(folder);
        TokenizerFiles.of(folder).encode("once");
        for (Path file : TokenizerFiles.files(folder, "*")) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
