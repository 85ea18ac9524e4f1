package io.tailkeeper.contracts.topics;

import io.tailkeeper.contracts.checks.Checks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an installation decides about its topics; everything else is in the contract.
 *
 * @param partitions of a topic that needs no order: as many instances of a service can share its work
 * @param replicas of each partition; 0 for the broker's default
 * @param retention how long records are kept that may go when their run is finished, and dead letters: longer than the
 *     longest run; null for ever
 */
public record TopicSettings(int partitions, int replicas, @Nullable Duration retention) {

    /** Three partitions, the broker's number of replicas, nothing thrown away. */
    public static final TopicSettings DEFAULT = new TopicSettings(3, 0, null);

    private static final int MAX_PARTITIONS = 10_000;

    public TopicSettings {
        Checks.within("partitions", partitions, 1, MAX_PARTITIONS);
        Checks.within("replicas", replicas, 0, Short.MAX_VALUE);
        if (retention != null && !retention.isPositive()) {
            throw new IllegalArgumentException(
                    "retention: " + retention + " is out of range; give more than 0, or none");
        }
    }
}
