package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import java.util.function.Consumer;

/** The built-in corpus under its name, files under any other. */
record CorpusSources(CorpusSource builtIn, CorpusSource files) implements CorpusSource {

    @Override
    public void read(Request request, Consumer<String> documents) {
        of(request.location()).read(request, documents);
    }

    @Override
    public boolean hasOwn(CorpusSpecification corpus, Partition partition) {
        return of(corpus.source()).hasOwn(corpus, partition);
    }

    private CorpusSource of(String location) {
        return location.equals(CorpusSpecification.WORDNET) ? builtIn : files;
    }
}
