package io.tailkeeper.local.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Somebody's own corpus, named on the command line. */
public final class CorpusPath {

    private static final List<String> ENDINGS = List.of(".txt", ".jsonl", ".parquet");

    private CorpusPath() {}

    /**
     * What {@code --corpus} sets in the specification: a folder with train, valid and test files gives all three
     * sources, anything else is one source that the held-out parts are cut from.
     *
     * @throws ExperimentException when nothing there can be read as text
     */
    public static List<Setting> settings(Path given) {
        Path path = given.toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw refused(given, "does not exist");
        }
        if (!Files.isReadable(path)) {
            throw refused(given, "cannot be read; look at its permissions");
        }
        if (!Files.isDirectory(path)) {
            return List.of(source("source", file(given, path)));
        }
        if (texts(given, path).isEmpty()) {
            throw refused(given, "holds no .txt, .jsonl or .parquet file");
        }
        Optional<Path> train = part(path, "train");
        Optional<Path> valid = part(path, "valid").or(() -> part(path, "validation"));
        Optional<Path> test = part(path, "test");
        if (train.isEmpty() || (valid.isEmpty() && test.isEmpty())) {
            return List.of(source("source", path));
        }
        List<Setting> settings = new ArrayList<>();
        settings.add(source("source", file(given, train.get())));
        valid.ifPresent(file -> settings.add(source("validation-source", file(given, file))));
        test.ifPresent(file -> settings.add(source("test-source", file(given, file))));
        return settings;
    }

    private static Setting source(String key, Path path) {
        // Quoted, so that YAML leaves every path as it is.
        return new Setting("corpus." + key, "'" + path.toString().replace("'", "''") + "'");
    }

    private static Optional<Path> part(Path folder, String name) {
        return ENDINGS.stream()
                .map(ending -> folder.resolve(name + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Path file(Path given, Path file) {
        if (ENDINGS.stream().noneMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith)) {
            throw refused(given, "is no .txt, .jsonl or .parquet file");
        }
        try {
            if (!Files.isReadable(file)) {
                throw refused(file, "cannot be read; look at its permissions");
            }
            if (Files.size(file) == 0) {
                throw refused(file, "is empty");
            }
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + e.getMessage());
        }
        return file;
    }

    private static List<Path> texts(Path given, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith))
                    .toList();
        } catch (IOException e) {
            throw refused(given, "cannot be read: " + e.getMessage());
        }
    }

    private static ExperimentException refused(Path path, String reason) {
        return new ExperimentException("--corpus " + path + " " + reason
                + "; give a .txt, .jsonl or .parquet file, or a folder of such files");
    }
}
