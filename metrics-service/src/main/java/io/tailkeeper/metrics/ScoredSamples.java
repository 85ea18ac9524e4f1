package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.selection.Candidate;
import java.util.List;
import java.util.OptionalDouble;

/** What one detector said of one generation's samples, each counted once. */
final class ScoredSamples {

    private final DistinctIds ids;
    private final PoolScores scores;
    private final ScoreHistogram human = new ScoreHistogram();
    private final ScoreHistogram synthetic = new ScoreHistogram();

    ScoredSamples(String idPrefix) {
        ids = new DistinctIds(idPrefix);
        scores = new PoolScores(idPrefix);
    }

    void add(SampleScored scored) {
        String sampleId = scored.sample().sampleId();
        if (!ids.add(sampleId)) {
            return;
        }
        Provenance.Source source = scored.sample().provenance().source();
        scores.add(sampleId, ids.index(sampleId), scored.syntheticProbability(), source);
        if (source == Provenance.Source.SYNTHETIC) {
            synthetic.add(scored.syntheticProbability());
        } else if (source == Provenance.Source.HUMAN) {
            human.add(scored.syntheticProbability());
        }
    }

    DistinctIds ids() {
        return ids;
    }

    OptionalDouble auroc() {
        return ScoreHistogram.auroc(synthetic, human);
    }

    /** Whether these are exactly as many samples as make a pool. */
    boolean fill(int pool) {
        return ids.size() == pool;
    }

    /** Whether the probabilities are there to compare by. */
    boolean comparable() {
        return scores.kept();
    }

    /** The samples by id, as long as they are comparable. */
    List<Candidate> candidates() {
        return scores.candidates();
    }

    /** Forgets the probabilities; all else stays. */
    void release() {
        scores.release();
    }
}
