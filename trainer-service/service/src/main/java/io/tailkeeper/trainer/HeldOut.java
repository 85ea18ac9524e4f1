package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CalibrationSample.Part;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one run's models are measured by: the validation and test parts, human text that no model is trained on, and the items
 * that they are asked. They wait in spools. Not safe for use by several threads.
 */
public final class HeldOut implements AutoCloseable {

    private final Path knowledgeFile;
    private final Spool<CalibrationSample> spool;
    private final Map<Part, SortedMap<Integer, Long>> positions = new EnumMap<>(Part.class);
    private final Map<Part, Integer> totals = new EnumMap<>(Part.class);
    private @Nullable Spool<KnowledgeItems> knowledge; // most runs of other generators have none
    private long asked = -1;
    private int items;

    /**
     * The held-out parts with what their spools hold.
     *
     * @param knowledgeFile the spool of the items
     */
    public HeldOut(Path file, Path knowledgeFile) {
        this.knowledgeFile = knowledgeFile;
        positions.put(Part.VALIDATION, new TreeMap<>());
        positions.put(Part.TEST, new TreeMap<>());
        spool = Spool.open(file, Topics.SAMPLES_CALIBRATION);
        spool.replay((position, sample) -> keep(sample, position));
        if (Files.exists(knowledgeFile)) {
            openKnowledge().replay((position, kept) -> keep(kept, position));
        }
    }

    private Spool<KnowledgeItems> openKnowledge() {
        Spool<KnowledgeItems> open = knowledge == null ? Spool.open(knowledgeFile, Topics.KNOWLEDGE_ITEMS) : knowledge;
        knowledge = open;
        return open;
    }

    private void keep(KnowledgeItems kept, long position) {
        asked = position;
        items = kept.items().size();
    }

    /** Takes what the models are asked; a second message of the run changes nothing. */
    public void offer(KnowledgeItems offered) {
        if (asked < 0) {
            keep(offered, openKnowledge().append(offered));
        }
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

    /** Documents and items taken. */
    public int size() {
        return items + positions.values().stream().mapToInt(Map::size).sum();
    }

    /** Puts what was offered on the disk; only then may it be acknowledged. */
    public void flush() {
        spool.flush();
        if (knowledge != null) {
            knowledge.flush();
        }
    }

    /** Whether everything that the specification asks for is there whole. */
    public boolean complete(RunSpecification specification) {
        return (asked >= 0 || !specification.asksKnowledge())
                && whole(Part.TEST)
                && (specification.data().validationDocuments() == 0 || whole(Part.VALIDATION));
    }

    private boolean whole(Part part) {
        return totals.containsKey(part) && of(part).size() == totals.get(part);
    }

    /** The documents of both parts in order of index. */
    public GenerationTask.HeldOutParts toParts() {
        return new GenerationTask.HeldOutParts(
                List.copyOf(of(Part.VALIDATION).values()),
                List.copyOf(of(Part.TEST).values()),
                spool::read,
                this::readKnowledge);
    }

    private List<KnowledgeItem> readKnowledge() {
        return knowledge == null ? List.of() : knowledge.read(asked).items();
    }

    @Override
    public void close() {
        spool.close();
        if (knowledge != null) {
            knowledge.close();
        }
    }
}
