package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.util.ArrayList;
import java.util.List;

/** How many blocks of each partition a whole run uses; every generation gets fresh ones. */
final class CorpusNeeds {

    private CorpusNeeds() {}

    static long blocks(RunSpecification run, Partition partition) {
        DataSpecification data = run.data();
        long generations = run.generations();
        return switch (partition) {
            case TRAIN -> data.baseDocuments() + generations * data.humanDocuments(1);
            case PROMPTS -> generations * data.syntheticDocuments(1);
            case CALIBRATION -> (generations + 1) * data.calibrationDocuments();
            case VALIDATION -> data.validationDocuments();
            case TEST -> data.testDocuments();
        };
    }

    /**
     * Checks that a corpus is large enough.
     *
     * @throws CorpusException naming every partition that is too small, what it has and what it needs
     */
    static void check(RunSpecification run, PartitionedCorpus corpus) {
        List<String> tooSmall = new ArrayList<>();
        for (Partition partition : Partition.values()) {
            long needed = blocks(run, partition);
            if (needed > corpus.size(partition)) {
                tooSmall.add(partition + " needs " + needed + " and has " + corpus.size(partition));
            }
        }
        if (!tooSmall.isEmpty()) {
            throw new CorpusException("Corpus " + run.corpus().source() + " is too small: in documents of "
                    + run.text().blockTokens() + " tokens, " + String.join("; ", tooSmall) + ". " + mend(run));
        }
    }

    private static String mend(RunSpecification run) {
        return "Lower generations (" + run.generations() + ") or data.base-documents, data.documents,"
                + " data.human-share, data.synthetic-share, data.calibration-documents, data.validation-documents,"
                + " data.test-documents, or name a larger corpus.";
    }
}
