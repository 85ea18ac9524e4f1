package io.tailkeeper.selection;

import io.tailkeeper.contracts.Provenance;

/**
 * A sample of a pool, as far as memory keeps it; its text waits in the spool.
 *
 * @param sampleId the sample
 * @param syntheticProbability the detector's calibrated probability, 0 to 1
 * @param source who wrote it; read by the oracle and the report only
 * @param position where the spool holds it
 */
public record Candidate(String sampleId, double syntheticProbability, Provenance.Source source, long position) {}
