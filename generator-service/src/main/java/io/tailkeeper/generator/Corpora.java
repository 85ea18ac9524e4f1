package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The corpora in use. The last few are kept in memory, and more while all together are small: the runs of an experiment take
 * turns, and each seed has a corpus of its own. Used by one thread at a time.
 */
public final class Corpora {

    private static final int KEPT = 3;
    private static final int BYTES_A_TOKEN = 2;
    private static final int SHARE_OF_MEMORY = 8;
    private static final System.Logger LOG = System.getLogger(Corpora.class.getName());

    private final CorpusSource sources;
    private final Function<ModelSpecification, Vocabulary> vocabularies;
    private final long room;
    private final Map<CorpusKey, PartitionedCorpus> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CorpusKey, PartitionedCorpus> eldest) {
            return size() > KEPT
                    && values().stream().mapToLong(PartitionedCorpus::tokens).sum() > room;
        }
    };

    /**
     * @param builtIn the built-in corpus
     * @param files any other
     * @param vocabularies the vocabulary of a model
     */
    public Corpora(CorpusSource builtIn, CorpusSource files, Function<ModelSpecification, Vocabulary> vocabularies) {
        this(builtIn, files, vocabularies, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY / BYTES_A_TOKEN);
    }

    /** @param room tokens that more than the last few corpora may have together */
    Corpora(
            CorpusSource builtIn,
            CorpusSource files,
            Function<ModelSpecification, Vocabulary> vocabularies,
            long room) {
        this.sources = new CorpusSources(builtIn, files);
        this.vocabularies = vocabularies;
        this.room = room;
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
            corpus = load(key, vocabulary(run));
            kept.put(key, corpus);
        }
        CorpusNeeds.check(run, corpus);
        return corpus;
    }

    private PartitionedCorpus load(CorpusKey key, Vocabulary vocabulary) {
        try {
            PartitionedCorpus corpus = PartitionedCorpus.read(key, sources, vocabulary);
            LOG.log(Level.INFO, "corpus {0}: {1}", key.corpus().source(), corpus);
            return corpus;
        } catch (OutOfMemoryError e) {
            // what was read is garbage by now; the run fails, the others go on
            throw new CorpusException(
                    "Corpus " + key.corpus().source() + " does not fit into the generator's memory, which holds two"
                            + " bytes a token; give the generator a larger heap (-Xmx) or name a smaller corpus.",
                    e);
        }
    }

    /** The vocabulary of a run. */
    Vocabulary vocabulary(RunSpecification run) {
        return vocabularies.apply(run.model());
    }
}
