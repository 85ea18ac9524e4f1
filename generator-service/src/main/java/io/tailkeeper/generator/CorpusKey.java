package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TextSpecification;
import org.jspecify.annotations.Nullable;

/** What decides the blocks of a corpus; runs that agree in it share them. */
record CorpusKey(
        CorpusSpecification corpus,
        TextSpecification text,
        int vocabularySize,
        @Nullable String pretrained,
        long seed) {

    static CorpusKey of(RunSpecification specification) {
        return new CorpusKey(
                specification.corpus(),
                specification.text(),
                specification.model().vocabularySize(),
                specification.model().pretrained(),
                specification.seed());
    }
}
