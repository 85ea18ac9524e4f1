package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How many blocks of each partition a whole run uses; every generation gets fresh ones. */
final class CorpusNeeds {

    private CorpusNeeds() {}

    static long blocks(RunSpecification run, Partition partition) {
        DataSpecification data = run.data();
        long generations = run.generations();
        return switch (partition) {
            case TRAIN -> data.baseDocuments() + generations * data.freshHumanDocuments();
            case PROMPTS -> data.rewrites() ? 0 : generations * data.freshSyntheticDocuments();
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
        Set<String> settings = new LinkedHashSet<>();
        for (Partition partition : Partition.values()) {
            long needed = blocks(run, partition);
            if (needed > corpus.size(partition)) {
                tooSmall.add(partition + " needs " + needed + " and has " + corpus.size(partition));
                settings.addAll(settings(run, partition));
            }
        }
        if (!tooSmall.isEmpty()) {
            throw new CorpusException("Corpus " + run.corpus().source() + " is too small: in documents of "
                    + run.text().blockTokens() + " tokens, " + String.join("; ", tooSmall) + ". Lower "
                    + String.join(" or ", settings) + ", or name a larger corpus.");
        }
    }

    /** What lowers the need: only settings that a run has more of than it must. */
    private static List<String> settings(RunSpecification run, Partition partition) {
        List<String> settings = new ArrayList<>();
        boolean recursive = run.generations() > 0;
        if (recursive && partition != Partition.VALIDATION && partition != Partition.TEST) {
            settings.add("generations (" + run.generations() + ")");
        }
        switch (partition) {
            case TRAIN -> {
                settings.add("data.base-documents");
                if (recursive) {
                    settings.addAll(List.of("data.documents", "data.human-share"));
                }
            }
            case PROMPTS -> settings.addAll(List.of("data.documents", "data.synthetic-share"));
            case CALIBRATION -> settings.add("data.calibration-documents");
            case VALIDATION -> settings.add("data.validation-documents");
            case TEST -> settings.add("data.test-documents");
        }
        return settings;
    }
}
