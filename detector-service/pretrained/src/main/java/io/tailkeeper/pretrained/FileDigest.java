package io.tailkeeper.pretrained;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of a model's files: equal digests, equal models. */
public final class FileDigest {

    private FileDigest() {}

    /** The digest of files one after another. */
    public static String of(List<Path> files) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : files) {
            try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
                stream.transferTo(OutputStream.nullOutputStream());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
