package io.tailkeeper.detector.labelled;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.texts.FileList;
import io.tailkeeper.texts.Row;
import io.tailkeeper.texts.Skipped;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import io.tailkeeper.texts.lines.Lines;
import io.tailkeeper.texts.reading.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads labelled texts; which files of a folder are read, and how they may be packed, is as for a corpus.
 *
 * <p>JSON and parquet: rows with {@code text}, {@code label} ("human" or "machine"), and optionally {@code source}
 * (where it comes from; default the file's name), {@code generator} (what wrote it; default its source) and {@code origin} (names the human text it was made from; default its own
 * first words); or pairs as Fast-DetectGPT has them. {@code .txt}: human texts, one a line; lines of fewer than
 * 8 words are headings and left out. A folder stands for all its files but {@code .txt}, by name.
 */
public final class LabelledFiles {

    private static final Set<String> LABELS = Set.of("human", "machine");
    private static final List<String> COLUMNS = List.of("text", "label", "source", "generator", "origin");
    private static final int HEADING_WORDS = 8;
    private static final int LONGEST_LINE = 16 << 20; // bytes

    private final List<LabelledText> texts = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private LabelledFiles() {}

    /**
     * What was read.
     *
     * @param texts in the order of the paths that were given
     * @param lines what was read and skipped and why, for a person
     */
    public record Read(List<LabelledText> texts, List<String> lines) {

        public Read {
            texts = List.copyOf(texts);
            lines = List.copyOf(lines);
        }
    }

    /**
     * The texts of files and folders.
     *
     * @throws DataException when one cannot be used
     */
    public static Read read(List<Path> paths) {
        LabelledFiles files = new LabelledFiles();
        try {
            paths.forEach(files::readPath);
        } catch (TextException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
        return new Read(files.texts, files.lines);
    }

    private void readPath(Path path) {
        FileList list = FileList.of(path);
        boolean folder = Files.isDirectory(path);
        List<Skipped> skipped = new ArrayList<>(list.skipped());
        int before = texts.size();
        int files = 0;
        for (TextFile file : list.files()) {
            if (folder && file.kind() == TextFile.Kind.TEXT) {
                skipped.add(new Skipped(list.relative(file), Skipped.Reason.UNLABELLED));
            } else {
                readFile(file);
                files++;
            }
        }
        if (files == 0) {
            throw new DataException(path + " holds no .json, .jsonl, .ndjson or .parquet file; give one that does");
        }
        lines.add(path + ": " + files + (files == 1 ? " file, " : " files, ") + (texts.size() - before) + " texts");
        lines.addAll(Skipped.lines(skipped));
    }

    private void readFile(TextFile file) {
        Optional<String> note = file.kind() == TextFile.Kind.TEXT
                ? TextFiles.read(file, () -> readHuman(file))
                : TextFiles.rows(file, COLUMNS, row -> readRow(row, file.stem().replaceFirst("\\.raw_data$", "")));
        note.ifPresent(how -> lines.add(file.path().getFileName() + " " + how));
    }

    private Optional<String> readHuman(TextFile file) throws IOException {
        String source = folder(file.path()) + file.stem();
        try (Lines read = new Lines(file, LONGEST_LINE)) {
            for (Lines.Line line = read.next(); line != null; line = read.next()) {
                if (line.text().strip().split("\\s+", HEADING_WORDS).length == HEADING_WORDS) {
                    texts.add(new LabelledText(line.text(), false, source, Origins.of(line.text())));
                }
            }
        }
        return Optional.empty();
    }

    /** Files named train, valid and test say little without their folder. */
    private static String folder(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null || folder.getFileName() == null ? "" : folder.getFileName() + "/";
    }

    private void readRow(Row row, String source) {
        if (row.values().containsKey("original") || row.values().containsKey("sampled")) {
            texts.addAll(PairedTexts.of(row, source));
            return;
        }
        if (!(row.values().get("text") instanceof String text)) {
            throw new DataException(row.place() + ": \"text\" is missing or no text; give every object one");
        }
        Object label = row.values().get("label");
        if (!(label instanceof String word && LABELS.contains(word))) {
            String shown = label instanceof String ? "\"" + label + "\"" : String.valueOf(label);
            throw new DataException(row.place() + ": \"label\" is " + shown
                    + "; write \"human\" or \"machine\" (sets that say 0 and 1 differ in which is which)");
        }
        String from = named(row, "source").orElse(source);
        texts.add(new LabelledText(
                text,
                label.equals("machine"),
                from,
                named(row, "generator").orElse(from),
                named(row, "origin").orElseGet(() -> Origins.of(text))));
    }

    private static Optional<String> named(Row row, String column) {
        Object value = row.values().get(column);
        if (value == null || value instanceof String || value instanceof JsonNode) {
            return Optional.ofNullable(value instanceof JsonNode node ? node.asText() : (String) value);
        }
        throw new DataException(
                row.place() + ": \"" + column + "\" is " + value + "; give text, or leave the column out");
    }
}
