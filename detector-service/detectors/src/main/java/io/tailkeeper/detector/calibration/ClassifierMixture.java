package io.tailkeeper.detector.calibration;

import java.util.List;

/**
 * Linear classifiers side by side, each for generators of its own. The odds of a text are the sum of those that they give it,
 * as for a mixture whose components are equally likely.
 *
 * @param experts at least one, all of equally many weights
 */
public record ClassifierMixture(List<LinearClassifier> experts) {

    public ClassifierMixture {
        experts = List.copyOf(experts);
        if (experts.isEmpty()) {
            throw new IllegalArgumentException("a mixture has no experts; give at least one");
        }
        for (LinearClassifier expert : experts) {
            if (expert.weights().size() != experts.getFirst().weights().size()) {
                throw new IllegalArgumentException("experts of a mixture have "
                        + experts.getFirst().weights().size() + " and "
                        + expert.weights().size() + " weights; give them equally many");
            }
        }
    }

    /** Number of features that the experts are for. */
    public int features() {
        return experts.getFirst().weights().size();
    }

    /** The logit of a text from those that each expert gives it: the logarithm of the sum of their odds. */
    public static double mixed(double[] logits) {
        double most = logits[0];
        for (double logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }
}
