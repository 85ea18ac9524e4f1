package io.tailkeeper.selection;

import io.tailkeeper.contracts.Provenance;

/**
 * A sample of a pool, as far as memory keeps it; its text waits in the spool.
 *
 * @param sampleId the sample
 * @param syntheticProbability the detector's calibrated probability, 0 to 1
 * @param source who wrote it; read by the oracle and the report only
 * @param position where the spool holds it
 * @param score what a rule that keeps a share by rank ranks it by, larger first, or the logarithm of a weight; not a number where
 *     there is none
 */
public record Candidate(
        String sampleId, double syntheticProbability, Provenance.Source source, long position, double score) {

    /** One without a score. */
    public Candidate(String sampleId, double syntheticProbability, Provenance.Source source, long position) {
        this(sampleId, syntheticProbability, source, position, Double.NaN);
    }

    /** The same with a score. */
    public Candidate scored(double score) {
        return new Candidate(sampleId, syntheticProbability, source, position, score);
    }
}
