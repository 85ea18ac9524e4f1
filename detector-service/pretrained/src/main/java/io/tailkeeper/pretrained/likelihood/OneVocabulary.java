package io.tailkeeper.pretrained.likelihood;

import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.Tokenizer;
import java.util.Arrays;

/**
 * The vocabulary that two language models must have in common for their probabilities to be compared. It is compared token by
 * token, because one tokenizer has different fingerprints in different formats.
 */
final class OneVocabulary {

    private OneVocabulary() {}

    /** @throws DataException when the models have different vocabularies */
    static void require(PretrainedModel observer, PretrainedModel performer) {
        int known = observer.model().config().vocabularySize();
        int other = performer.model().config().vocabularySize();
        if (known != other || !sameTokens(observer.tokenizer(), performer.tokenizer())) {
            throw new DataException("observer and performer have different vocabularies, of " + known + " and " + other
                    + " tokens: their probabilities cannot be compared; take two checkpoints of one run, or two models"
                    + " of one family");
        }
    }

    private static boolean sameTokens(Tokenizer one, Tokenizer other) {
        if (one.fingerprint().equals(other.fingerprint())) {
            return true;
        }
        boolean same = one.vocabularySize() == other.vocabularySize() && one.endOfText() == other.endOfText();
        for (int token = 0; same && token < one.vocabularySize(); token++) {
            same = Arrays.equals(one.bytes(new int[] {token}), other.bytes(new int[] {token}));
        }
        return same;
    }
}
