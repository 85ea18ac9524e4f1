package io.tailkeeper.trainer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The held-out parts of the runs, each opened when it is asked for. Not safe for use by several threads. */
final class HeldOutSpools implements AutoCloseable {

    private final Function<String, HeldOut> opener;
    private final Map<String, HeldOut> open = new HashMap<>();

    /** @param opener opens the parts of a run */
    HeldOutSpools(Function<String, HeldOut> opener) {
        this.opener = opener;
    }

    /** The parts of a run, with what their spool holds. */
    HeldOut of(String runId) {
        return open.computeIfAbsent(runId, opener);
    }

    boolean isOpen(String runId) {
        return open.containsKey(runId);
    }

    /** How many are open. */
    int count() {
        return open.size();
    }

    /** How many of some runs are open, and the documents in them. */
    Waiting waiting(Predicate<String> run) {
        Waiting sum = Waiting.NOTHING;
        for (Map.Entry<String, HeldOut> each : open.entrySet()) {
            if (run.test(each.getKey())) {
                sum = sum.plus(each.getValue().size());
            }
        }
        return sum;
    }

    void flush() {
        open.values().forEach(HeldOut::flush);
    }

    /** Closes those that some runs have; they can be opened again. */
    void close(Predicate<String> run) {
        open.entrySet().removeIf(each -> {
            if (!run.test(each.getKey())) {
                return false;
            }
            each.getValue().close();
            return true;
        });
    }

    @Override
    public void close() {
        close(_ -> true);
    }
}
