package io.tailkeeper.generator.files;

import io.tailkeeper.generator.CorpusException;
import io.tailkeeper.generator.CorpusSource;
import io.tailkeeper.generator.DocumentGatherer;
import io.tailkeeper.generator.parquet.ParquetText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A file, or all files of a folder and the folders in it, sorted by path: .txt, .jsonl and .parquet. */
public final class CorpusFiles implements CorpusSource {

    private static final String KINDS = ".txt, .jsonl or .parquet";

    /** Reads the texts of one file. */
    private interface Reader {

        void read(Path file, String textColumn, Consumer<String> texts) throws IOException;
    }

    private static final Map<String, Reader> READERS = new TreeMap<>(Map.of(
            "txt", (file, column, texts) -> PlainText.read(file, texts),
            "jsonl", JsonLines::read,
            "parquet", ParquetText::read));

    @Override
    public void read(Request request, Consumer<String> documents) {
        Path location = path(request.location());
        for (Path file : files(location)) {
            DocumentGatherer gatherer = new DocumentGatherer(request.documentWords(), documents);
            try {
                READERS.get(extension(file)).read(file, request.textColumn(), gatherer::add);
            } catch (CharacterCodingException e) {
                throw new CorpusException(
                        "Corpus file " + file + " is not valid UTF-8; save it as UTF-8, or leave it out.", e);
            } catch (IOException | UncheckedIOException e) {
                throw unreadable(file, e);
            }
            gatherer.finish();
        }
    }

    private static Path path(String location) {
        try {
            Path path = Path.of(location).toAbsolutePath().normalize();
            if (Files.exists(path)) {
                return path;
            }
            throw new CorpusException("Corpus " + path + " does not exist; name an existing file or folder of " + KINDS
                    + ", or \"wordnet\" for the built-in corpus.");
        } catch (InvalidPathException e) {
            throw new CorpusException("Corpus \"" + location + "\" is no file name (" + e.getMessage() + ").", e);
        }
    }

    private static List<Path> files(Path location) {
        if (!Files.isDirectory(location)) {
            if (!READERS.containsKey(extension(location))) {
                throw new CorpusException("Corpus file " + location + " is of no known kind; use " + KINDS + ".");
            }
            return List.of(location);
        }
        try (Stream<Path> walk = Files.walk(location, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = walk.filter(file -> READERS.containsKey(extension(file)) && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(
                            file -> location.relativize(file).toString()))
                    .toList();
            if (files.isEmpty()) {
                throw new CorpusException("Corpus folder " + location + " holds no file of a known kind; put " + KINDS
                        + " files into it, or name another folder.");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(location, e);
        }
    }

    private static CorpusException unreadable(Path path, Exception cause) {
        return new CorpusException(
                "Corpus " + path + " cannot be read (" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "); check that it is whole and that the generator may read it.",
                cause);
    }

    private static String extension(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        boolean hidden = name.startsWith(".");
        return hidden ? "" : name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
