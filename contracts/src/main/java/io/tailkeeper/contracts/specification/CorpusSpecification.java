package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Where human text comes from.
 *
 * @param source {@code wordnet} for the built-in corpus, else a file or folder of texts, which {@code contracts/texts} reads
 * @param textColumn the column or field that holds the text of .jsonl and .parquet rows
 * @param validationSource an own file or folder for the validation partition; null: a part of {@code source}
 * @param testSource an own file or folder for the test partition; null: a part of {@code source}
 */
public record CorpusSpecification(
        String source, String textColumn, @Nullable String validationSource, @Nullable String testSource) {

    /** The built-in corpus, WordNet 3.1. */
    public static final String WORDNET = "wordnet";

    public CorpusSpecification {
        Checks.notBlank("corpus.source", source, Checks.LONGEST_PATH);
        Checks.notBlank("corpus.text-column", textColumn, Checks.LONGEST_NAME);
        if (validationSource != null) {
            Checks.notBlank("corpus.validation-source", validationSource, Checks.LONGEST_PATH);
        }
        if (testSource != null) {
            Checks.notBlank("corpus.test-source", testSource, Checks.LONGEST_PATH);
        }
    }
}
