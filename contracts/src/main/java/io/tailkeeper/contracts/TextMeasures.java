package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.OwnConfidence;
import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.measures.TokenDivergence;
import org.jspecify.annotations.Nullable;

/**
 * How a model's own text differs from human text. Both sides are the calibration part written by the model: equal
 * prompts, equal numbers of documents and of tokens.
 *
 * @param documents machine-written documents measured
 * @param tokens white-space tokens a side, after cutting both sides to the same number
 * @param diversity mean over documents of the product over n = 2, 3, 4 of unique n-grams / n-grams
 * @param humanDiversity the same of the human side
 * @param selfBleu self-BLEU-4 of the machine-written documents
 * @param humanSelfBleu the same of the human side
 * @param klToHuman unigram KL(machine || human), nats; a missing word has probability 1e-10
 * @param klFromHuman unigram KL(human || machine), nats; the same
 * @param vocabularyCoverage distinct word types of the machine side as a share of the human side's, at equal tokens
 * @param vocabularyCoverageError standard error of that by bootstrap over documents; null where an earlier release measured
 * @param divergence how far the word frequencies lie apart; null for fewer than three tokens a side, and where an earlier
 *     release measured
 * @param machine the words of the machine side; null as divergence is
 * @param human the words of the human side; null as divergence is
 * @param tokenDivergence how far the frequencies of the model's tokens lie apart; null where a sample came without its tokens, and
 *     where an earlier release measured
 * @param confidence how sure the model is of its own text; null as tokenDivergence is
 */
public record TextMeasures(
        int documents,
        int tokens,
        double diversity,
        double humanDiversity,
        double selfBleu,
        double humanSelfBleu,
        double klToHuman,
        double klFromHuman,
        double vocabularyCoverage,
        @Nullable Double vocabularyCoverageError,
        @Nullable TextDivergence divergence,
        @Nullable TextStatistics machine,
        @Nullable TextStatistics human,
        @Nullable TokenDivergence tokenDivergence,
        @Nullable OwnConfidence confidence) {

    public TextMeasures {
        Checks.within("text.documents", documents, 1, Integer.MAX_VALUE);
        Checks.within("text.tokens", tokens, 0, Integer.MAX_VALUE);
        Checks.within("text.diversity", diversity, 0, 1);
        Checks.within("text.humanDiversity", humanDiversity, 0, 1);
        Checks.within("text.selfBleu", selfBleu, 0, 1);
        Checks.within("text.humanSelfBleu", humanSelfBleu, 0, 1);
        Checks.within("text.klToHuman", klToHuman, -1e-9, 1_000);
        Checks.within("text.klFromHuman", klFromHuman, -1e-9, 1_000);
        Checks.within("text.vocabularyCoverage", vocabularyCoverage, 0, 1_000);
        if (vocabularyCoverageError != null) {
            Checks.within("text.vocabularyCoverageError", vocabularyCoverageError, 0, 1_000);
        }
    }

    /** As an earlier release measured. */
    public TextMeasures(
            int documents,
            int tokens,
            double diversity,
            double humanDiversity,
            double selfBleu,
            double humanSelfBleu,
            double klToHuman,
            double klFromHuman,
            double vocabularyCoverage) {
        this(
                documents,
                tokens,
                diversity,
                humanDiversity,
                selfBleu,
                humanSelfBleu,
                klToHuman,
                klFromHuman,
                vocabularyCoverage,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
