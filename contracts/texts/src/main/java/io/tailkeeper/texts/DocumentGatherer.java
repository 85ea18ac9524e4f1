package io.tailkeeper.texts;

import io.tailkeeper.contracts.words.UnspacedScripts;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes documents of the texts of one file, in their order: neighbouring short texts fill one document until it has
 * enough words. A line of the form {@code = Title =} begins an article, as in WikiText; an article is one document,
 * however long.
 */
public final class DocumentGatherer {

    private static final Pattern TITLE = Pattern.compile("= [^=\\n](?:[^\\n]*[^=\\n])? =");

    /** Characters of a document that is full, for each word it should have: reached only where there are no words. */
    private static final int MAX_CHARACTERS = 32;

    private static final int LONGEST_ARTICLE = 1 << 22; // characters
    private static final int FEWEST_WORDS = 200;

    private final int documentWords;
    private final Consumer<String> documents;
    private final StringBuilder gathered = new StringBuilder();
    private int words;
    private boolean article;

    public DocumentGatherer(int documentWords, Consumer<String> documents) {
        this.documentWords = documentWords;
        this.documents = documents;
    }

    /** Words that a document is filled up to where blocks of so many tokens are cut from it. */
    public static int documentWords(int blockTokens) {
        return Math.max(FEWEST_WORDS, 3 * blockTokens);
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
        boolean full = words >= documentWords || gathered.length() >= (long) MAX_CHARACTERS * documentWords;
        if (article ? gathered.length() >= LONGEST_ARTICLE : full) {
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

    /** Words between white space; in a script that puts none between them, every character counts as one. */
    public static int words(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (UnspacedScripts.contain(text.codePointAt(i))) {
                words++;
                inside = false;
            } else {
                boolean blank = Character.isWhitespace(unit);
                words += !blank && !inside && !Character.isLowSurrogate(unit) ? 1 : 0;
                inside = !blank;
            }
        }
        return words;
    }
}
