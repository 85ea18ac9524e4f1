package io.tailkeeper.generator;

import java.util.function.Consumer;

/** A kind of human text, read document by document in an order that never changes. */
public interface CorpusSource {

    /**
     * Reads all documents.
     *
     * @param request what to read
     * @param documents takes each document in turn
     * @throws CorpusException when the text is missing or unreadable
     */
    void read(Request request, Consumer<String> documents);

    /**
     * What to read.
     *
     * @param location file or folder; not used by a built-in corpus
     * @param textColumn column or field of the text, where there are several
     * @param documentWords words that a document is filled up to from neighbouring texts, where these are shorter
     */
    record Request(String location, String textColumn, int documentWords) {}
}
