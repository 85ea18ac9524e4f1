package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.trainer.BatchesLostException;
import io.tailkeeper.trainer.WeightedBatches;
import io.tailkeeper.trainer.kafka.BatchTopic;
import java.util.Iterator;
import java.util.stream.Stream;

/** The batches of one generation on their topic, from where they are trained. Used by one thread. */
final class PublishedBatches {

    private final BatchTopic topic;
    private final RunTopics runs;
    private final WeightedBatches batches;
    private BatchesPublished published;

    /** Publishes them, unless they have been announced already. */
    PublishedBatches(BatchTopic topic, RunTopics runs, WeightedBatches batches) {
        this.topic = topic;
        this.runs = runs;
        this.batches = batches;
        published = runs.batchesOf(batches.generationKey())
                .filter(earlier -> earlier.sha256().equals(batches.sha256()))
                .orElseGet(() -> announced(topic, runs, batches));
    }

    /** Publishes them, whether or not they have been announced already. */
    void publish() {
        published = announced(topic, runs, batches);
    }

    private static BatchesPublished announced(BatchTopic topic, RunTopics runs, WeightedBatches batches) {
        BatchesPublished published = topic.publish(batches);
        runs.published(published);
        return published;
    }

    /**
     * The batches in order of sequence, from one on, when all of them are what was announced; the stream is to be closed.
     *
     * @throws BatchesLostException when they are not there any more, or others: they have to be published again
     */
    Stream<WeightedBatch> from(int sequence) {
        check();
        // One offset a batch at least: those before the wanted one can be passed over.
        return topic.bodies(published, published.firstOffset() + sequence)
                .map(body -> ContractJson.readKept(Topics.BATCHES_WEIGHTED, body))
                .filter(batch -> batch.sequence() >= sequence);
    }

    private void check() {
        Sha256 digest = new Sha256();
        int found = 0;
        try (Stream<byte[]> bodies = topic.bodies(published, published.firstOffset())) {
            for (Iterator<byte[]> each = bodies.iterator(); each.hasNext(); found++) {
                digest.add(each.next());
            }
        }
        if (found != published.batches() || !digest.hex().equals(published.sha256())) {
            throw new BatchesLostException(
                    published, found + " of " + published.batches() + " are there, or their sha256 is another");
        }
    }
}
