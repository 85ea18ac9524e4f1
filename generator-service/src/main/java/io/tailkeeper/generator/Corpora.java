package io.tailkeeper.generator;

import io.tailkeeper.contracts.CorpusSpecification;
import io.tailkeeper.contracts.RunSpecification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The corpora in use, the last few kept in memory. Used by one thread at a time. */
public final class Corpora {

    private static final int KEPT = 3;

    private final CorpusSource builtIn;
    private final CorpusSource files;
    private final IntFunction<Vocabulary> vocabularies;
    private final Map<CorpusKey, PartitionedCorpus> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CorpusKey, PartitionedCorpus> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param builtIn the built-in corpus
     * @param files any other
     * @param vocabularies the vocabulary of a size
     */
    public Corpora(CorpusSource builtIn, CorpusSource files, IntFunction<Vocabulary> vocabularies) {
        this.builtIn = builtIn;
        this.files = files;
        this.vocabularies = vocabularies;
    }

    /**
     * The corpus of a run, large enough for all of it.
     *
     * @throws CorpusException when it is missing, unreadable, empty or too small
     */
    public PartitionedCorpus of(RunSpecification run) {
        CorpusKey key = CorpusKey.of(run);
        PartitionedCorpus corpus = kept.get(key);
        if (corpus == null) {
            corpus = PartitionedCorpus.read(key, this::read, vocabulary(run));
            kept.put(key, corpus);
        }
        CorpusNeeds.check(run, corpus);
        return corpus;
    }

    private void read(CorpusSource.Request request, Consumer<String> documents) {
        boolean own = request.location().equals(CorpusSpecification.WORDNET);
        (own ? builtIn : files).read(request, documents);
    }

    /** The vocabulary of a run. */
    Vocabulary vocabulary(RunSpecification run) {
        return vocabularies.apply(run.model().vocabularySize());
    }
}
