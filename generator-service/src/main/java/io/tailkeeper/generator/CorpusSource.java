package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** Whether a corpus has text of its own for a held-out partition, so that this is not cut from the rest. */
    default boolean hasOwn(CorpusSpecification corpus, Partition partition) {
        return Request.named(corpus, partition) != null;
    }

    /**
     * What to read.
     *
     * @param corpus where human text comes from
     * @param partition a partition that the corpus has text of its own for; {@link Partition#TRAIN} stands for all the rest
     * @param documentWords words that a document is filled up to from neighbouring texts, where these are shorter
     */
    record Request(CorpusSpecification corpus, Partition partition, int documentWords) {

        /** File or folder; not used by a built-in corpus. Where nothing is named for the partition, that of the source. */
        public String location() {
            String named = named(corpus, partition);
            return named == null ? corpus.source() : named;
        }

        /** What the specification names for a held-out partition, or null. */
        static @Nullable String named(CorpusSpecification corpus, Partition partition) {
            return switch (partition) {
                case VALIDATION -> corpus.validationSource();
                case TEST -> corpus.testSource();
                default -> null;
            };
        }
    }
}
