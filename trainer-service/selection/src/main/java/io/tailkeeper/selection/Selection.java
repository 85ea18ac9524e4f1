package io.tailkeeper.selection;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SelectionSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The training set of a generation.
 *
 * @param documents the documents in order of sample id, a drawn copy an entry of its own; weights have mean 1
 * @param effectiveSampleSize (sum w)^2 / sum w^2 over the pool
 * @param bias the b that was used; 0 where nothing was weighted
 * @param humans what the bias buys; null where nothing is selected
 */
public record Selection(
        List<Document> documents, double effectiveSampleSize, double bias, @Nullable EffectiveHumans humans) {

    /**
     * A selected document.
     *
     * @param candidate the sample
     * @param weight of its loss
     */
    public record Document(Candidate candidate, double weight) {}

    /**
     * The effective number of human samples, (sum w p)^2 / sum w^2 with p = 1 - q, as the probabilities say.
     *
     * @param before of the pool as it is, b = 0
     * @param after with the bias that was used
     */
    public record EffectiveHumans(double before, double after) {}

    public Selection {
        documents = List.copyOf(documents);
    }

    /** A training set without weights. */
    static Selection whole(List<Candidate> pool) {
        double[] equal = new double[pool.size()];
        Arrays.fill(equal, 1);
        return weighted(pool, equal);
    }

    /**
     * A pool as it is, with weights.
     *
     * @param weights of mean 1, in the order of the pool
     */
    static Selection weighted(List<Candidate> pool, double[] weights) {
        List<Document> documents = new ArrayList<>(pool.size());
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            documents.add(new Document(pool.get(i), weights[i]));
            sum += weights[i];
            squares += weights[i] * weights[i];
        }
        return new Selection(documents, sum * sum / squares, 0, null);
    }

    /** The same, but for what only a detector's probabilities say. */
    Selection unbiased() {
        return new Selection(documents, effectiveSampleSize, 0, null);
    }

    /** The figures for the report. */
    public SelectionSummary summary(List<Candidate> pool, int rejected) {
        return new SelectionSummary(
                pool.size(),
                rejected,
                documents.size(),
                effectiveSampleSize,
                bias,
                humanShare(pool.stream().map(Candidate::source).toList()),
                humanShare(documents.stream().map(d -> d.candidate().source()).toList()),
                humans == null ? null : humans.before(),
                humans == null ? null : humans.after(),
                null);
    }

    private static double humanShare(List<Provenance.Source> sources) {
        long human = sources.stream()
                .filter(source -> source == Provenance.Source.HUMAN)
                .count();
        return (double) human / sources.size();
    }
}
