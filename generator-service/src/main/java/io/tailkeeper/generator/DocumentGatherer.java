package io.tailkeeper.generator;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes documents of the texts of one file, in their order: neighbouring short texts fill one document until it has
 * enough words. A line of the form {@code = Title =} begins an article, as in WikiText; an article is one document,
 * however long.
 */
public final class DocumentGatherer {

    private static final Pattern TITLE = Pattern.compile("= [^=\\n](?:[^\\n]*[^=\\n])? =");

    private final int documentWords;
    private final Consumer<String> documents;
    private final StringBuilder gathered = new StringBuilder();
    private int words;
    private boolean article;

    public DocumentGatherer(int documentWords, Consumer<String> documents) {
        this.documentWords = documentWords;
        this.documents = documents;
    }

    /** Adds a paragraph or a row. */
    public void add(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return;
        }
        if (TITLE.matcher(stripped).matches()) {
            finish();
            article = true;
        }
        if (!gathered.isEmpty()) {
            gathered.append('\n');
        }
        gathered.append(stripped);
        words += words(stripped);
        if (!article && words >= documentWords) {
            finish();
        }
    }

    /** Hands over what is gathered: the file has ended. */
    public void finish() {
        if (!gathered.isEmpty()) {
            documents.accept(gathered.toString());
            gathered.setLength(0);
        }
        words = 0;
        article = false;
    }

    /** Words between white space. */
    public static int words(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = Character.isWhitespace(text.charAt(i));
            words += !blank && !inside ? 1 : 0;
            inside = !blank;
        }
        return words;
    }
}
