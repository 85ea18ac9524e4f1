package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** How many blocks of each partition a whole run uses; every generation gets fresh ones, but for prompts that are used again. */
final class CorpusNeeds {

    private CorpusNeeds() {}

    static long blocks(RunSpecification run, Partition partition) {
        return blocks(run.data(), run.generations(), partition);
    }

    private static long blocks(DataSpecification data, int generations, Partition partition) {
        return switch (partition) {
            case TRAIN -> data.allHumanDocuments(generations);
            case PROMPTS -> data.rewrites() ? 0 : prompts(data, generations);
            case CALIBRATION -> (generations + 1L) * data.calibrationDocuments();
            case VALIDATION -> data.validationDocuments();
            case TEST -> data.testDocuments();
        };
    }

    /** All of them, or those of the generation that has most where prompts are used again. */
    private static long prompts(DataSpecification data, int generations) {
        return data.reusesPrompts()
                ? IntStream.rangeClosed(1, generations)
                        .map(data::freshSyntheticDocuments)
                        .max()
                        .orElse(0)
                : data.allSyntheticDocuments(generations);
    }

    /** How many generations a corpus is enough for, in a sentence. */
    private static String bears(RunSpecification run, PartitionedCorpus corpus) {
        int last = run.generations();
        while (last >= 0 && !enough(run.data(), last, corpus)) {
            last--;
        }
        return last < 0 ? "It does not bear generation 0. " : "It bears " + last + " generations after generation 0. ";
    }

    /** What helps where prompts are too few for the run and enough for each generation. */
    private static String reuse(RunSpecification run, PartitionedCorpus corpus) {
        DataSpecification data = run.data();
        boolean few = blocks(run, Partition.PROMPTS) > corpus.size(Partition.PROMPTS);
        int most = IntStream.rangeClosed(1, run.generations())
                .map(data::freshSyntheticDocuments)
                .max()
                .orElse(0);
        return few && most <= corpus.size(Partition.PROMPTS)
                ? ", or use prompts again with data.reuse-prompts: true"
                : "";
    }

    private static boolean enough(DataSpecification data, int generations, PartitionedCorpus corpus) {
        return Arrays.stream(Partition.values())
                .allMatch(partition -> blocks(data, generations, partition) <= corpus.size(partition));
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
                    + run.text().blockTokens() + " tokens, " + String.join("; ", tooSmall) + ". "
                    + bears(run, corpus) + "Lower "
                    + String.join(" or ", settings) + ", or name a larger corpus" + reuse(run, corpus) + ".");
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
