package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;

/**
 * MAUVE (arXiv 2102.01454) between a model's own text and human text. It depends on the number of texts: only figures of equally
 * many are to be compared.
 *
 * @param value area under the divergence curve, near 0 for texts that share nothing, 1 for equal distributions
 * @param texts embedded texts a side
 * @param clusters that the embeddings of both sides were counted in
 */
public record Mauve(double value, int texts, int clusters) {

    public Mauve {
        Checks.within("mauve.value", value, 0, 1);
        Checks.within("mauve.texts", texts, 1, Integer.MAX_VALUE);
        Checks.within("mauve.clusters", clusters, 2, Integer.MAX_VALUE);
    }
}
