package io.tailkeeper.local.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions whose readers an open transaction holds up: the last stable offset stays where it is, behind the high
 * watermark.
 *
 * <p>Not safe for use by several threads.
 */
final class HeldUp {

    /** Transactions of our own are far shorter. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Map<TopicPartition, Spell> spells = new HashMap<>();
    private final Set<TopicPartition> told = new HashSet<>();

    HeldUp(InstantSource clock) {
        this.clock = clock;
    }

    /** Where readers of committed records stand, and where the others do. */
    record Offsets(long lastStable, long highWatermark) {}

    private record Spell(long lastStable, Instant since) {}

    /** Partitions that have been held up for a while and were not told of yet, and those told of that go on. */
    record News(List<TopicPartition> held, List<TopicPartition> released) {}

    /** A person knows of it. */
    void told(TopicPartition partition) {
        told.add(partition);
    }

    /** What is new; released ones are not named again. */
    News look(Map<TopicPartition, Offsets> now) {
        List<TopicPartition> held = new ArrayList<>();
        List<TopicPartition> released = new ArrayList<>();
        now.forEach((partition, offsets) -> {
            if (isHeld(partition, offsets)) {
                if (!told.contains(partition)) {
                    held.add(partition);
                }
            } else if (!spells.containsKey(partition) && told.remove(partition)) {
                released.add(partition);
            }
        });
        return new News(held, released);
    }

    private boolean isHeld(TopicPartition partition, Offsets offsets) {
        if (offsets.lastStable >= offsets.highWatermark) {
            spells.remove(partition);
            return false;
        }
        Instant instant = clock.instant();
        Spell spell = spells.compute(
                partition,
                (key, known) -> known == null || known.lastStable != offsets.lastStable
                        ? new Spell(offsets.lastStable, instant)
                        : known);
        return !spell.since.plus(PATIENCE).isAfter(instant);
    }
}
