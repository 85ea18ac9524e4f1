package io.tailkeeper.generator;

import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import java.util.List;

/** Where items come from that say what a model knows. Equal questions have equal answers. */
@FunctionalInterface
public interface KnowledgeSource {

    /**
     * Items in a fixed order.
     *
     * @return at least one, at most as many as are asked for
     * @throws CorpusException when there are none, and how to mend it
     */
    List<KnowledgeItem> items(KnowledgeSpecification asked, long seed);

    /** Items of a file where one is named, else built-in ones. */
    static KnowledgeSource of(KnowledgeSource builtIn, KnowledgeSource files) {
        return (asked, seed) -> (asked.file() == null ? builtIn : files).items(asked, seed);
    }
}
