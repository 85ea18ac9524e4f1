package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as the run's model reads it.
 *
 * @param ids its tokens, in order; none for a text that a model ended at once
 * @param probabilities of each token, what the model that wrote it gave it after all tokens before, at temperature 1 and of the whole
 *     vocabulary; null for text that the model did not write
 */
public record TextTokens(List<Integer> ids, @Nullable List<Double> probabilities) {

    /** Most tokens of a text. */
    public static final int MOST = 262_144;

    public TextTokens {
        ids = Checks.list("tokens.ids", ids, 0, MOST);
        ids.forEach(id -> Checks.within("tokens.ids", id, 0, Integer.MAX_VALUE));
        if (probabilities != null) {
            probabilities = Checks.list("tokens.probabilities", probabilities, 0, MOST);
            probabilities.forEach(probability -> Checks.within("tokens.probabilities", probability, 0, 1));
            if (probabilities.size() != ids.size()) {
                throw new IllegalArgumentException("tokens.probabilities: there must be one for each of the "
                        + ids.size() + " tokens, but there are " + probabilities.size());
            }
        }
    }
}
