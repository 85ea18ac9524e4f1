package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.ShownTexts;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch adds to the samples that are kept to be looked at: of each reservoir the lowest ranks, no more than it holds. The
 * lowest of what is stored and these are the lowest of all. Not safe for use by several threads.
 */
final class Reservoirs {

    private final Map<String, TreeMap<Place, String>> reservoirs = new LinkedHashMap<>();

    private record Place(long rank, String id) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byRank = Long.compare(rank, other.rank);
            return byRank != 0 ? byRank : id.compareTo(other.id);
        }
    }

    /** Offers a value to the reservoir of a key; of an id that is offered twice the first one counts. */
    void offer(String key, long rank, String id, String value) {
        TreeMap<Place, String> reservoir = reservoirs.computeIfAbsent(key, _ -> new TreeMap<>());
        reservoir.putIfAbsent(new Place(rank, id), value);
        if (reservoir.size() > ShownTexts.POOLED) {
            reservoir.pollLastEntry();
        }
    }

    /** Writes what was offered into a change. */
    void into(Change change) {
        reservoirs.forEach((key, reservoir) -> reservoir.forEach((place, value) -> change.gather(
                List.of("lowest", key, RedisKeys.order(key), ShownTexts.POOLED), place.id(), place.rank(), value)));
    }
}
