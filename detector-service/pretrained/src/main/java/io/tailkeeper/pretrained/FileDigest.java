package io.tailkeeper.pretrained;

import io.tailkeeper.contracts.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of a model's files: equal digests, equal models. */
public final class FileDigest {

    private FileDigest() {}

    /** The digest of files one after another. */
    public static String of(List<Path> files) throws IOException {
        Sha256 digest = new Sha256();
        for (Path file : files) {
            digest.add(file);
        }
        return digest.hex();
    }

    /** The digest of a file, or of the files of a folder in the order of their names. */
    public static String of(Path model) throws IOException {
        if (!Files.isDirectory(model)) {
            return of(List.of(model));
        }
        try (Stream<Path> files = Files.list(model)) {
            return of(files.filter(Files::isRegularFile).sorted().toList());
        }
    }
}
