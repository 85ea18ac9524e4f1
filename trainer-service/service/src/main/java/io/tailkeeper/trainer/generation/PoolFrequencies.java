package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingCancelledException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How often each token comes in the machine-written text of a whole pool, selected or not, and in held-out human text. */
final class PoolFrequencies {

    private static final int ASKED_EVERY = 256;

    private final Tokenizer tokenizer;
    private final BooleanSupplier cancelled;
    private int read;

    PoolFrequencies(Tokenizer tokenizer, BooleanSupplier cancelled) {
        this.tokenizer = tokenizer;
        this.cancelled = cancelled;
    }

    /**
     * Reads both sides.
     *
     * @return null where the pool has no machine-written text, or a side has no token
     * @throws TrainingCancelledException when the run was cancelled meanwhile
     */
    @Nullable
    PoolDivergence of(GenerationTask task) {
        long[] machine = new long[tokenizer.vocabularySize()];
        for (Candidate candidate : task.pool().candidates()) {
            if (candidate.source() == Provenance.Source.SYNTHETIC) {
                count(task.pool().texts().apply(candidate.position()).text(), machine);
            }
        }
        long[] human = new long[tokenizer.vocabularySize()];
        if (Arrays.stream(machine).sum() > 0) {
            for (long position : task.heldOut().test()) {
                count(task.heldOut().texts().apply(position).text(), human);
            }
        }
        return Arrays.stream(human).sum() > 0 ? PoolDivergence.of(machine, human) : null;
    }

    private void count(String text, long[] counts) {
        if (read++ % ASKED_EVERY == 0 && cancelled.getAsBoolean()) {
            throw new TrainingCancelledException();
        }
        for (int token : tokenizer.encode(text)) {
            counts[token]++;
        }
    }
}
