package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;

/**
 * The books of one generation, in distinct samples: collected = scored + deadLettered, scored = pooled + rejected.
 *
 * @param collected samples that joined the stream
 * @param scored samples the detector judged
 * @param deadLettered samples of the generation that went to a dead-letter topic
 * @param pooled samples in the trainer's pool
 * @param rejected scored samples that were not pooled
 * @param selected documents drawn for training, copies counted
 */
public record Books(int collected, int scored, int deadLettered, int pooled, int rejected, int selected) {

    public Books {
        Checks.within("books.collected", collected, 0, Integer.MAX_VALUE);
        Checks.within("books.scored", scored, 0, Integer.MAX_VALUE);
        Checks.within("books.deadLettered", deadLettered, 0, Integer.MAX_VALUE);
        Checks.within("books.pooled", pooled, 0, Integer.MAX_VALUE);
        Checks.within("books.rejected", rejected, 0, Integer.MAX_VALUE);
        Checks.within("books.selected", selected, 0, Integer.MAX_VALUE);
    }

    /** Whether no sample was lost and none counted twice. */
    public boolean balanced() {
        return collected == scored + deadLettered && scored == pooled + rejected;
    }
}
