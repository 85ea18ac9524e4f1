package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What the models of a run are asked, to see how much they retain.
 *
 * @param items most items; of more in the file, as many are drawn by the seed
 * @param file a .json or .jsonl file of objects with {@code context}, {@code sentence_true} and {@code sentence_false};
 *     null: items are made of the built-in corpus
 */
public record KnowledgeSpecification(int items, @Nullable String file) {

    public KnowledgeSpecification {
        Checks.within("knowledge.items", items, 1, 10_000);
        if (file != null) {
            Checks.notBlank("knowledge.file", file, Checks.LONGEST_PATH);
        }
    }
}
