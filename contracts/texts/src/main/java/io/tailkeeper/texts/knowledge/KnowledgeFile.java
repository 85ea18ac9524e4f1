package io.tailkeeper.texts.knowledge;

import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.texts.FileList;
import io.tailkeeper.texts.Row;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import io.tailkeeper.texts.reading.TextFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Items in a file: rows with the fields {@code context}, {@code sentence_true} and {@code sentence_false}, others passed over.
 * White space around a text is not part of it. Of more than are asked for, the seed draws; they stay in the order of the file,
 * and memory grows with what is drawn alone.
 *
 * @param items what was drawn
 * @param rows items of the file
 */
public record KnowledgeFile(List<KnowledgeItem> items, long rows) {

    private static final String CONTEXT = "context";
    private static final String TRUE = "sentence_true";
    private static final String FALSE = "sentence_false";

    private record Drawn(double place, long row, KnowledgeItem item) {}

    public KnowledgeFile {
        items = List.copyOf(items);
    }

    /**
     * Reads a file whole, so that every row is checked.
     *
     * @param asked names a file
     * @throws TextException when it cannot be used: what, where, and how to mend it
     */
    public static KnowledgeFile read(KnowledgeSpecification asked, long seed) {
        TextFile file = file(Objects.requireNonNull(asked.file(), "a file is named"));
        PriorityQueue<Drawn> drawn =
                new PriorityQueue<>(Comparator.comparingDouble(Drawn::place).reversed());
        long[] rows = {0};
        TextFiles.rows(file, List.of(CONTEXT, TRUE, FALSE), row -> {
            long number = rows[0]++;
            double place = Seeds.uniform(seed, Long.toString(number), "knowledge-item");
            drawn.add(new Drawn(place, number, item(row)));
            if (drawn.size() > asked.items()) {
                drawn.remove();
            }
        });
        List<KnowledgeItem> items = drawn.stream()
                .sorted(Comparator.comparingLong(Drawn::row))
                .map(Drawn::item)
                .toList();
        if (items.isEmpty()) {
            throw new TextException(
                    file + " holds no items; give objects with " + CONTEXT + ", " + TRUE + " and " + FALSE);
        }
        requireRoom(file, items);
        return new KnowledgeFile(items, rows[0]);
    }

    private static TextFile file(String named) {
        Path path;
        try {
            path = Path.of(named);
        } catch (InvalidPathException e) {
            throw new TextException("\"" + named + "\" is no file name (" + e.getReason() + ")", e);
        }
        if (Files.isDirectory(path)) {
            throw new TextException(path + " is a folder; name one file of items, .json or .jsonl");
        }
        TextFile file = FileList.of(path).files().getFirst();
        if (file.kind() == TextFile.Kind.TEXT) {
            throw new TextException(path + " is plain text; name a file of items, .json or .jsonl");
        }
        return file;
    }

    private static KnowledgeItem item(Row row) {
        try {
            return new KnowledgeItem(text(row, CONTEXT), " " + text(row, TRUE), " " + text(row, FALSE));
        } catch (IllegalArgumentException e) {
            String reason =
                    String.valueOf(e.getMessage()).replace("sentenceTrue", TRUE).replace("sentenceFalse", FALSE);
            throw new TextException(row.place() + ": " + reason + "; mend or remove the item", e);
        }
    }

    private static String text(Row row, String field) {
        if (row.values().get(field) instanceof String text) {
            return text.strip();
        }
        throw new TextException(row.place()
                + (row.values().containsKey(field) ? ": " + field + " is no text" : " has no " + field)
                + "; an item is an object with the texts " + CONTEXT + ", " + TRUE + " and " + FALSE);
    }

    private static void requireRoom(TextFile file, List<KnowledgeItem> items) {
        long length = items.stream()
                .mapToLong(item -> (long) item.context().length()
                        + item.sentenceTrue().length()
                        + item.sentenceFalse().length())
                .sum();
        if (length > KnowledgeItems.MAXIMUM_TEXT) {
            throw new TextException(file + ": the " + items.size() + " items drawn have " + length
                    + " characters, and a run has room for " + KnowledgeItems.MAXIMUM_TEXT + "; lower knowledge.items");
        }
    }
}
