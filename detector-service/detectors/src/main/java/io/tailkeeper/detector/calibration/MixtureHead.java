package io.tailkeeper.detector.calibration;

import java.util.List;

/**
 * Linear heads side by side, each for generators of its own. The odds of a text are the sum of those that the heads give it,
 * as for a mixture whose components are equally likely.
 *
 * @param heads at least one, all of equally many weights
 */
public record MixtureHead(List<LinearHead> heads) {

    public MixtureHead {
        heads = List.copyOf(heads);
        if (heads.isEmpty()) {
            throw new IllegalArgumentException("a mixture has no heads; give at least one");
        }
        for (LinearHead head : heads) {
            if (head.weights().size() != heads.getFirst().weights().size()) {
                throw new IllegalArgumentException("heads of a mixture have "
                        + heads.getFirst().weights().size() + " and "
                        + head.weights().size() + " weights; give them equally many");
            }
        }
    }

    /** Number of features that the heads are for. */
    public int features() {
        return heads.getFirst().weights().size();
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
