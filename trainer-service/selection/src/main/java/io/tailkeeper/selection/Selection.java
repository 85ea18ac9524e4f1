package io.tailkeeper.selection;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SelectionSummary;
import java.util.List;

/**
 * The training set of a generation.
 *
 * @param documents the documents in order of sample id, a drawn copy an entry of its own; weights have mean 1
 * @param effectiveSampleSize (sum w)^2 / sum w^2 over the pool
 * @param bias the b that was used; 0 where nothing was weighted
 */
public record Selection(List<Document> documents, double effectiveSampleSize, double bias) {

    /**
     * A selected document.
     *
     * @param candidate the sample
     * @param weight of its loss
     */
    public record Document(Candidate candidate, double weight) {}

    public Selection {
        documents = List.copyOf(documents);
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
                humanShare(documents.stream().map(d -> d.candidate().source()).toList()));
    }

    private static double humanShare(List<Provenance.Source> sources) {
        long human = sources.stream()
                .filter(source -> source == Provenance.Source.HUMAN)
                .count();
        return (double) human / sources.size();
    }
}
