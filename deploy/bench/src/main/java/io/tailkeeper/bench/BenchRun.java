package io.tailkeeper.bench;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import java.time.Instant;

/** A run that asks for a generation 0 of so many steps, every token with loss. */
final class BenchRun {

    private static final int SEED = 7;

    private BenchRun() {}

    static RunRequested requested(
            ModelPreset preset, TrainingSpecification.Precision precision, int steps, int checkpointEvery) {
        int block = preset.blockTokens();
        TrainingSpecification training = new TrainingSpecification(
                (long) steps * preset.batchSize() * (block - 1),
                preset.batchSize(),
                1e-3,
                TrainingSpecification.Schedule.COSINE,
                2,
                0.1,
                0.01,
                1,
                TrainingSpecification.LossOn.ALL,
                checkpointEvery,
                null,
                null,
                precision,
                null,
                null);
        RunSpecification specification = new RunSpecification(
                new CorpusSpecification("wordnet", "text", null, null),
                0,
                new DataSpecification(64, 32, 1, 1, 32, 8, 16),
                new TextSpecification(block, block / 2),
                RunSpecification.Restart.BASE,
                preset.model(),
                new DecodingSpecification(DecodingSpecification.Strategy.TOP_K, 1, 50, 1),
                new SelectionSpecification(SelectionSpecification.Method.NONE, "encoder", 10, null, 0.2, 1, 3),
                new LossSpecification(LossSpecification.Name.CROSS_ENTROPY, 1),
                training,
                training,
                SEED);
        return new RunRequested("bench", "bench", "bench", null, Instant.EPOCH, specification);
    }
}
