package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import org.jspecify.annotations.Nullable;

/**
 * A model measured on held-out human text: the continuations, each after its human prompt.
 *
 * @param documents documents read
 * @param tokens tokens measured
 * @param perplexity exp of the mean negative log-likelihood a token
 * @param tokenAccuracy share of tokens that were the model's most probable one
 * @param confidentShare share of tokens given more probability than 0.99
 * @param confidence how sure it is; null where an earlier release measured
 * @param knowledge how much it retains; null where the run asks nothing, or an earlier release measured
 */
public record Evaluation(
        int documents,
        long tokens,
        double perplexity,
        double tokenAccuracy,
        double confidentShare,
        @Nullable Confidence confidence,
        @Nullable KnowledgeRetention knowledge) {

    public Evaluation {
        Checks.within("evaluation.documents", documents, 1, Integer.MAX_VALUE);
        Checks.within("evaluation.tokens", tokens, 1, Checks.LARGEST_EXACT);
        Checks.within("evaluation.perplexity", perplexity, 1, Double.MAX_VALUE);
        Checks.within("evaluation.tokenAccuracy", tokenAccuracy, 0, 1);
        Checks.within("evaluation.confidentShare", confidentShare, 0, 1);
    }

    /** Without confidence and knowledge. */
    public Evaluation(int documents, long tokens, double perplexity, double tokenAccuracy, double confidentShare) {
        this(documents, tokens, perplexity, tokenAccuracy, confidentShare, null, null);
    }

    /** The same with what the model retains. */
    public Evaluation with(KnowledgeRetention retained) {
        return new Evaluation(documents, tokens, perplexity, tokenAccuracy, confidentShare, confidence, retained);
    }
}
