package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleScored;
import java.util.OptionalDouble;

/** What one detector said of one generation's samples, each counted once. */
final class ScoredSamples {

    private final DistinctIds ids;
    private final ScoreHistogram human = new ScoreHistogram();
    private final ScoreHistogram synthetic = new ScoreHistogram();

    ScoredSamples(String idPrefix) {
        ids = new DistinctIds(idPrefix);
    }

    void add(SampleScored scored) {
        if (!ids.add(scored.sample().sampleId())) {
            return;
        }
        Provenance.Source source = scored.sample().provenance().source();
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
}
