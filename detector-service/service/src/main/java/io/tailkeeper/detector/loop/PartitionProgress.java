package io.tailkeeper.detector.loop;

import io.tailkeeper.contracts.GenerationKey;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a partition has been dealt with: everything before an offset, the end, except the records of some generations
 * that wait for their calibration, each from its own offset on.
 *
 * <p>So no waiting record is held in memory, a run that waits holds up no other, and the whole of it fits into the
 * metadata of a committed offset. Waiting records are read again when their detector is known.
 */
public final class PartitionProgress {

    /** Generations that may wait in a partition; more would not fit into the 4,096 bytes of an offset's metadata. */
    public static final int MAX_WAITING = 30;

    private static final Pattern METADATA =
            Pattern.compile("waiting 1 (?<end>\\d{1,18})(?<entries>( [a-z0-9-]+:\\d{1,4}=\\d{1,18})+)");
    private static final Pattern ENTRY = Pattern.compile("([a-z0-9-]+):(\\d+)=(\\d+)");

    /**
     * What is committed of a partition.
     *
     * @param offset the first that is still needed
     * @param metadata the rest; empty where nothing waits
     */
    public record Committed(long offset, String metadata) {}

    private long end;
    private long position;
    private final NavigableMap<GenerationKey, Long> waiting = new TreeMap<>();

    /** A progress in which nothing waits. */
    public PartitionProgress(long end) {
        this.end = end;
        this.position = end;
    }

    /** The progress that was committed; metadata of another kind is read as none. */
    public static PartitionProgress of(Committed committed) {
        PartitionProgress progress = new PartitionProgress(committed.offset());
        Matcher metadata = METADATA.matcher(committed.metadata());
        if (metadata.matches()) {
            progress.end = Long.parseLong(metadata.group("end"));
            Matcher entry = ENTRY.matcher(metadata.group("entries"));
            while (entry.find()) {
                GenerationKey generation = new GenerationKey(entry.group(1), Integer.parseInt(entry.group(2)));
                progress.waiting.put(generation, Long.parseLong(entry.group(3)));
            }
        }
        return progress;
    }

    /** What to commit: the first offset still needed, and the rest as metadata. */
    public Committed committable() {
        if (waiting.isEmpty()) {
            return new Committed(end, "");
        }
        String entries = waiting.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        long first = waiting.values().stream().min(Long::compare).orElseThrow();
        return new Committed(first, "waiting 1 " + end + " " + entries);
    }

    /** Whether a record was dealt with before; a record of no generation, because it is unreadable, was so before the end. */
    public boolean isDone(long offset, @Nullable GenerationKey generation) {
        Long from = generation == null ? null : waiting.get(generation);
        return offset < end && (from == null || offset < from);
    }

    /** Whether a generation waits from an offset before the position, so that its turn comes only after a rewind. */
    public boolean waitsFromBefore(GenerationKey generation) {
        return waiting.getOrDefault(generation, Long.MAX_VALUE) < position;
    }

    /** Whether one more generation may wait. */
    public boolean hasRoomFor(GenerationKey generation) {
        return waiting.containsKey(generation) || waiting.size() < MAX_WAITING;
    }

    /** Notes that a generation's records wait from an offset on. */
    public void waits(GenerationKey generation, long offset) {
        waiting.putIfAbsent(generation, offset);
    }

    /**
     * Notes that the records from the position on have been read.
     *
     * @param to offset to read on from, the new position. It need not be that of a record: transactions leave markers
     *     between them, so neither is the position the offset of the first record read next
     * @param ready the generations whose records among them were dealt with
     */
    public void read(long to, Predicate<GenerationKey> ready) {
        end = Math.max(end, to);
        for (Map.Entry<GenerationKey, Long> entry : waiting.entrySet()) {
            if (entry.getValue() >= position && ready.test(entry.getKey())) {
                entry.setValue(Math.max(to, entry.getValue()));
            }
        }
        waiting.values().removeIf(offset -> offset >= end);
        position = to;
    }

    /** Moves the position back when records of a ready generation lie before it; says where to, if so. */
    public OptionalLong rewind(Predicate<GenerationKey> ready) {
        OptionalLong first = waiting.entrySet().stream()
                .filter(entry -> entry.getValue() < position && ready.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .min();
        position = first.orElse(position);
        return first;
    }

    /** How many records are to be read again, at most: all from the first one on that waits. */
    public long waitingRecords() {
        return end - waiting.values().stream().min(Long::compare).orElse(end);
    }

    /** The generations that wait. */
    public Set<GenerationKey> waiting() {
        return Set.copyOf(waiting.keySet());
    }
}
