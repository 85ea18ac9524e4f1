package io.tailkeeper.report.course;

import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.measures.generations.RiskRecursion;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What theory predicts of a run from its numbers of documents alone. */
public final class PredictedRisk {

    private PredictedRisk() {}

    /** R_t / R_0 as arXiv 2602.10531 predicts it; null where text of earlier generations stays. */
    public static @Nullable Double of(DataSpecification data, int generation) {
        if (data.rewrites() || data.accumulates()) {
            return null;
        }
        double[] sizes = IntStream.rangeClosed(0, generation)
                .mapToDouble(data::pooledDocuments)
                .toArray();
        double[] humans = IntStream.rangeClosed(0, generation)
                .mapToDouble(t -> data.humanDocuments(t) / sizes[t])
                .toArray();
        return RiskRecursion.of(sizes, humans)[generation];
    }
}
