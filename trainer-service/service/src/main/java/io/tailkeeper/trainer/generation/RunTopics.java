package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.StateTopic;
import io.tailkeeper.flow.StateTopics;
import io.tailkeeper.trainer.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * The topics of state that the trainer reads: runs, what was trained of them and how they ended, which the ledger notes, and
 * where batches lie. Safe for use by several threads.
 */
@ApplicationScoped
public class RunTopics {

    private final StateTopics topics;
    private final Ledger ledger;
    private final StateTopic<BatchesPublished> published = StateTopic.of(Topics.BATCHES_PUBLISHED);

    RunTopics(StateTopics topics, Ledger ledger) {
        this.topics = topics;
        this.ledger = ledger;
    }

    /** Begins to read; to be called once. */
    public void follow() {
        topics.follow(List.of(
                StateTopic.of(Topics.RUNS_REQUESTED, ledger::requested),
                StateTopic.of(Topics.GENERATIONS_TRAINED, ledger::trained),
                StateTopic.of(Topics.RUNS_FINISHED, ledger::finished),
                published));
    }

    /** Waits until all is read that was there at the start; returns false when the service stops before. */
    public boolean awaitCaughtUp() throws InterruptedException {
        return topics.awaitCaughtUp();
    }

    /** Where a generation's batches were announced last. */
    Optional<BatchesPublished> batchesOf(GenerationKey key) {
        return published.find(key.toString());
    }

    /** Notes an own announcement before it comes back over the topic. */
    void published(BatchesPublished own) {
        published.take(own);
    }
}
