package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CalibrationSample.Part;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The validation and test parts of one run: human text that no model is trained on. Texts wait in a spool. Not safe for
 * use by several threads.
 */
public final class HeldOut implements AutoCloseable {

    private final Spool<CalibrationSample> spool;
    private final Map<Part, SortedMap<Integer, Long>> positions = new EnumMap<>(Part.class);
    private final Map<Part, Integer> totals = new EnumMap<>(Part.class);

    /** The held-out parts with what their spool holds. */
    public HeldOut(Path file) {
        positions.put(Part.VALIDATION, new TreeMap<>());
        positions.put(Part.TEST, new TreeMap<>());
        spool = Spool.open(file, Topics.SAMPLES_CALIBRATION);
        spool.replay((position, sample) -> keep(sample, position));
    }

    /**
     * Takes a document; one that was taken before changes nothing.
     *
     * @throws RejectedMessageException when it names another total than the documents before it
     */
    public void offer(CalibrationSample sample) {
        Integer total = totals.get(sample.part());
        if (total != null && total != sample.total()) {
            throw new RejectedMessageException("CalibrationSample " + sample.part() + " " + sample.index() + " of run "
                    + sample.runId() + " says total " + sample.total() + ", others said " + total);
        }
        if (!of(sample.part()).containsKey(sample.index())) {
            keep(sample, spool.append(sample));
        }
    }

    private void keep(CalibrationSample sample, long position) {
        totals.put(sample.part(), sample.total());
        of(sample.part()).put(sample.index(), position);
    }

    private SortedMap<Integer, Long> of(Part part) {
        return Objects.requireNonNull(positions.get(part), "the part is a held-out one");
    }

    /** Documents taken. */
    public int size() {
        return positions.values().stream().mapToInt(Map::size).sum();
    }

    /** Puts what was offered on the disk; only then may it be acknowledged. */
    public void flush() {
        spool.flush();
    }

    /** Whether every part that the specification asks for is there whole. */
    public boolean complete(RunSpecification specification) {
        return whole(Part.TEST) && (specification.data().validationDocuments() == 0 || whole(Part.VALIDATION));
    }

    private boolean whole(Part part) {
        return totals.containsKey(part) && of(part).size() == totals.get(part);
    }

    /** The documents of both parts in order of index. */
    public GenerationTask.HeldOutParts toParts() {
        return new GenerationTask.HeldOutParts(
                List.copyOf(of(Part.VALIDATION).values()),
                List.copyOf(of(Part.TEST).values()),
                spool::read);
    }

    @Override
    public void close() {
        spool.close();
    }
}
