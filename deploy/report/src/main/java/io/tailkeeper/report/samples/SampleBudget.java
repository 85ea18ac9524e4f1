package io.tailkeeper.report.samples;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.page.ShownSamples;
import io.tailkeeper.page.ShownSamples.Pair;
import io.tailkeeper.page.ShownSamples.Pooled;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the samples of one generation until there are enough: the first {@value #MOST} of each kind that are offered, fewer where
 * their share of the room is used up. Kinds are pairs, and pooled text by who wrote it; pairs have two fifths of the room, each
 * other kind one. Not safe for use by several threads.
 */
public final class SampleBudget {

    /** Samples of a kind. */
    public static final int MOST = 20;

    /** Bytes of the samples of a whole report, as they stand in its page. */
    public static final int REPORT_BYTES = 2 << 20;

    private static final int SHARES = 5;
    private static final int ESCAPE = "\\u003c".length() - 1; // what one character less is written as
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private final Room pairRoom;
    private final Map<Provenance.Source, Room> poolRoom = new EnumMap<>(Provenance.Source.class);
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Pooled> pool = new ArrayList<>();

    private static final class Room {

        private long bytes;
        private int samples = MOST;

        private Room(long bytes) {
            this.bytes = bytes;
        }

        /** A sample that does not fit ends its kind: those that are kept are the first. */
        private boolean takes(Object sample) {
            bytes -= size(sample);
            return samples-- > 0 && bytes >= 0;
        }

        private boolean open() {
            return samples > 0 && bytes > 0;
        }
    }

    /** @param generations that share the room of a report, at least 1 */
    public SampleBudget(int generations) {
        long share = REPORT_BYTES / generations / SHARES;
        pairRoom = new Room(2 * share);
        for (Provenance.Source source : Provenance.Source.values()) {
            poolRoom.put(source, new Room(share));
        }
    }

    /** Offers a sample of the pool. */
    public void offer(Pooled sample) {
        Room room = poolRoom.get(sample.source());
        if (room != null && room.takes(sample)) {
            pool.add(sample);
        }
    }

    /** Offers a pair. */
    public void offer(Pair sample) {
        if (pairRoom.takes(sample)) {
            pairs.add(sample);
        }
    }

    /** Whether nothing that is offered would be taken. */
    public boolean full() {
        return !pairRoom.open() && poolRoom.values().stream().noneMatch(Room::open);
    }

    /** What was taken; the run is over, so what is kept and what is dropped is decided. */
    public ShownSamples samples() {
        return new ShownSamples(true, pool, pairs);
    }

    private static long size(Object sample) {
        try {
            String json = MAPPER.writeValueAsString(sample);
            long less = json.chars().filter(character -> character == '<').count();
            return json.getBytes(StandardCharsets.UTF_8).length + ESCAPE * less + 1;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
