package io.tailkeeper.pretrained.likelihood;

/** One number for a text that machine-written texts have more, or less, of. */
public enum LikelihoodScore {

    /**
     * Conditional probability curvature, analytic: (log p(x) - E_q[log p]) / sqrt(Var_q[log p]), each summed over the
     * tokens; the observer is the reference model, the performer the scoring model (Bao et al., Fast-DetectGPT, arXiv
     * 2310.05130, section 2.3). Machine-written texts have more.
     */
    CURVATURE {
        @Override
        double of(TokenSums sums) {
            return sums.variance() > 0 ? (sums.logLikelihood() - sums.expected()) / Math.sqrt(sums.variance()) : 0;
        }
    },

    /**
     * Binoculars: the performer's log-perplexity over the cross entropy of observer and performer (Hans et al., arXiv
     * 2401.12070, equation 4, as its authors' program computes it). Machine-written texts have less.
     */
    BINOCULARS {
        @Override
        double of(TokenSums sums) {
            return sums.expected() < 0 ? sums.logLikelihood() / sums.expected() : 1;
        }
    };

    /** The score of a text of at least one summed token; a finite number. */
    abstract double of(TokenSums sums);
}
