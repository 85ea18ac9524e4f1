package io.tailkeeper.texts.reading;

import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.DocumentGatherer;
import io.tailkeeper.texts.Split;
import io.tailkeeper.texts.TextFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reads a corpus as documents and tells how. Used by one thread.
 *
 * <p>Texts of one file fill a document; none holds texts of two files.
 */
public final class CorpusReading {

    private static final int NOTES = 5;

    private final CorpusLayout layout;
    private final String textColumn;
    private final int documentWords;
    private final List<String> notes = new ArrayList<>();
    private final List<String> counts = new ArrayList<>();
    private long texts;

    /**
     * @param textColumn column or field of the text, where there are several
     * @param documentWords words that a document is filled up to from neighbouring texts, where these are shorter
     */
    public CorpusReading(CorpusLayout layout, String textColumn, int documentWords) {
        this.layout = layout;
        this.textColumn = textColumn;
        this.documentWords = documentWords;
    }

    /**
     * Reads the documents of a split that the corpus has, in their order.
     *
     * @throws io.tailkeeper.texts.TextException when a file cannot be read
     */
    public void read(Split split, Consumer<String> documents) {
        AtomicLong read = new AtomicLong();
        AtomicLong gathered = new AtomicLong();
        for (TextFile file : layout.files().getOrDefault(split, List.of())) {
            DocumentGatherer gatherer = new DocumentGatherer(documentWords, document -> {
                gathered.incrementAndGet();
                documents.accept(document);
            });
            long before = read.get();
            TextFiles.texts(file, textColumn, text -> {
                        read.incrementAndGet();
                        gatherer.add(text);
                    })
                    .ifPresent(note -> notes.add(name(file) + " " + note));
            gatherer.finish();
            if (read.get() == before) {
                notes.add(name(file) + " holds no text");
            }
        }
        texts += read.get();
        counts.add(counted(split, read.get(), gathered.get()));
    }

    private String counted(Split split, long found, long documents) {
        int files = layout.files().getOrDefault(split, List.of()).size();
        String role =
                layout.files().size() == 1 && split == Split.TRAIN ? "all parts are cut from it" : "serves as " + split;
        return String.format(
                Locale.ROOT,
                "%,d %s, %,d %s, %,d %s; %s: %s",
                files,
                files == 1 ? "file" : "files",
                found,
                found == 1 ? "text" : "texts",
                documents,
                documents == 1 ? "document" : "documents",
                role,
                layout.named(split));
    }

    /** Reads all of it, for what there is to tell. */
    public CorpusReading whole() {
        for (Split split : Split.values()) {
            if (layout.has(split)) {
                read(split, document -> {});
            }
        }
        return this;
    }

    /** How many texts were read so far. */
    public long texts() {
        return texts;
    }

    /** What was read so far, what serves as what, what is skipped and why. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(counts);
        lines.addAll(layout.skippedLines());
        lines.addAll(notes.subList(0, Math.min(NOTES, notes.size())));
        if (notes.size() > NOTES) {
            lines.add("and so on, of " + (notes.size() - NOTES) + " more files");
        }
        return lines;
    }

    private String name(TextFile file) {
        return file.path().startsWith(layout.location()) && !file.path().equals(layout.location())
                ? layout.location().relativize(file.path()).toString()
                : file.path().getFileName().toString();
    }
}
