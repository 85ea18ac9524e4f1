package io.tailkeeper.experiment.inputs;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The digest of a corpus of files: that of the file where it is one, else that of what {@code sha256sum} prints for its files, one
 * line each in the order of their names below the folder.
 */
public final class CorpusDigest {

    private CorpusDigest() {}

    /** SHA-256 in lower-case hexadecimal digits; none of the built-in corpus, and where its files are not there to be read. */
    public static Optional<String> of(CorpusSpecification corpus) {
        try {
            CorpusLayout layout = CorpusLayout.of(corpus);
            List<Path> files = layout.files().values().stream()
                    .flatMap(List::stream)
                    .map(TextFile::path)
                    .distinct()
                    .sorted()
                    .toList();
            return files.isEmpty() ? Optional.empty() : Optional.of(digest(layout.location(), files));
        } catch (TextException | IOException e) {
            return Optional.empty();
        }
    }

    private static String digest(Path location, List<Path> files) throws IOException {
        if (files.size() == 1) {
            return Sha256.of(files.getFirst());
        }
        Sha256 lines = new Sha256();
        for (Path file : files) {
            Path name = file.startsWith(location) ? location.relativize(file) : file.getFileName();
            lines.add(Sha256.of(file) + "  " + name.toString().replace('\\', '/') + "\n");
        }
        return lines.hex();
    }
}
