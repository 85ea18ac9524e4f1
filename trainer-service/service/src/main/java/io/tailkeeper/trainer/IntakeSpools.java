package io.tailkeeper.trainer;

import io.tailkeeper.contracts.GenerationKey;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The intakes of the generations under way, by key, each opened when it is asked for. Not safe for use by several threads.
 */
final class IntakeSpools implements AutoCloseable {

    private final TrainerDirectory directory;
    private final Function<GenerationKey, Intake> opener;
    private final SortedMap<GenerationKey, Intake> open = new TreeMap<>();
    private final Set<GenerationKey> leftovers = new HashSet<>();

    /** @param opener opens the intake of a generation */
    IntakeSpools(TrainerDirectory directory, Function<GenerationKey, Intake> opener) {
        this.directory = directory;
        this.opener = opener;
    }

    /** The intake of a generation, with what its spool holds. */
    Intake of(GenerationKey key) {
        return open.computeIfAbsent(key, opener);
    }

    boolean isOpen(GenerationKey key) {
        return open.containsKey(key);
    }

    void forEach(BiConsumer<GenerationKey, Intake> reader) {
        open.forEach(reader);
    }

    /** How many of some runs are open, and the samples in them. */
    Waiting waiting(Predicate<String> run) {
        Waiting sum = Waiting.NOTHING;
        for (Map.Entry<GenerationKey, Intake> each : open.entrySet()) {
            if (run.test(each.getKey().runId())) {
                sum = sum.plus(each.getValue().size());
            }
        }
        return sum;
    }

    /** Drops the intakes of a run. */
    void releaseRun(String runId) {
        open.keySet().stream().filter(key -> key.runId().equals(runId)).toList().forEach(this::release);
    }

    /** Drops an intake and its files; what the disk does not delete now is deleted with the next {@link #flush}. */
    void release(GenerationKey key) {
        Intake intake = open.remove(key);
        leftovers.add(key);
        try {
            if (intake != null) {
                intake.close();
            }
            clearLeftovers();
        } catch (UncheckedIOException e) {
            // the next flush tries again, and tells
        }
    }

    /** Puts what was offered on the disk, and deletes what was dropped. */
    void flush() {
        open.values().forEach(Intake::flush);
        clearLeftovers();
    }

    private void clearLeftovers() {
        for (Iterator<GenerationKey> each = leftovers.iterator(); each.hasNext(); each.remove()) {
            directory.tidy(each.next());
        }
    }

    @Override
    public void close() {
        open.values().forEach(Intake::close);
        open.clear();
    }
}
