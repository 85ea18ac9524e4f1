package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;

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
 * @param klToHuman unigram KL(machine || human), nats
 * @param klFromHuman unigram KL(human || machine), nats: grows as tails go missing
 * @param vocabularyCoverage distinct word types of the machine side as a share of the human side's, at equal tokens
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
        double vocabularyCoverage) {

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
    }
}
