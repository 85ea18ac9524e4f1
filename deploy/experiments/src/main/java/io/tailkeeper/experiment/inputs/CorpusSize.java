package io.tailkeeper.experiment.inputs;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.DocumentGatherer;
import io.tailkeeper.texts.Split;
import io.tailkeeper.texts.TextFile;
import io.tailkeeper.texts.reading.CorpusReading;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a small corpus can be enough for generation 0 at all: a bound from above, so that nothing is refused that the
 * generator would take. The generator, which also divides a corpus into parts, knows exactly.
 */
public final class CorpusSize {

    /** Bytes of files; larger corpora are rarely too small, and tokenizing them takes long. */
    private static final long SMALL = 4 << 20;

    /** Tokens that a block may share with the one before it: the rest of a character that the border between them cuts. */
    private static final int SHARED = 3;

    private CorpusSize() {}

    /**
     * Refuses a corpus that is too small.
     *
     * @param base the run that trains generation 0
     * @throws ExperimentException when its corpus, or a held-out part that has files of its own, cannot be enough
     */
    public static void require(RunRequested base) {
        RunSpecification run = base.specification();
        if (run.corpus().source().equals(CorpusSpecification.WORDNET)
                || run.model().pretrained() != null) {
            return;
        }
        CorpusLayout layout = CorpusLayout.of(run.corpus());
        if (bytes(layout) > SMALL) {
            return;
        }
        Map<Split, Long> blocks = blocks(run, layout);
        Map<Split, Long> needs = needs(run, layout);
        List<String> tooSmall = new ArrayList<>();
        needs.forEach((split, needed) -> {
            long most = blocks.getOrDefault(split, 0L);
            if (most < needed) {
                tooSmall.add((needs.size() == 1 ? "it" : "its part " + split + " (" + layout.named(split) + ")")
                        + " has at most " + most + " and needs " + needed + " (" + settings(split, needs)
                        + ")");
            }
        });
        if (!tooSmall.isEmpty()) {
            throw new ExperimentException("corpus " + run.corpus().source() + " is too small: in documents of "
                    + run.text().blockTokens() + " tokens, " + String.join("; ", tooSmall)
                    + ". Lower these settings or name a larger corpus");
        }
    }

    private static long bytes(CorpusLayout layout) {
        return layout.files().values().stream()
                .flatMap(List::stream)
                .mapToLong(CorpusSize::bytes)
                .sum();
    }

    private static long bytes(TextFile file) {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            return SMALL + 1; // who reads it says so
        }
    }

    private static Map<Split, Long> blocks(RunSpecification run, CorpusLayout layout) {
        Tokenizer tokenizer = Gpt2RanksTokenizer.of(run.model().vocabularySize());
        int block = run.text().blockTokens();
        CorpusReading reading =
                new CorpusReading(layout, run.corpus().textColumn(), DocumentGatherer.documentWords(block));
        Map<Split, Long> blocks = new EnumMap<>(Split.class);
        for (Split split : layout.files().keySet()) {
            AtomicLong most = new AtomicLong();
            reading.read(split, document -> most.addAndGet(most(tokenizer.encode(document).length, block)));
            blocks.put(split, most.get());
        }
        return blocks;
    }

    private static long most(int tokens, int block) {
        return tokens < block ? 0 : 1 + (tokens - block) / Math.max(1, block - SHARED);
    }

    private static Map<Split, Long> needs(RunSpecification run, CorpusLayout layout) {
        Map<Split, Long> needs = new EnumMap<>(Split.class);
        if (!layout.has(Split.TRAIN)) {
            return needs; // the built-in one
        }
        long held = 0;
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            long needed = split == Split.TEST
                    ? run.data().testDocuments()
                    : run.data().validationDocuments();
            if (layout.has(split)) {
                needs.put(split, needed);
            } else {
                held += needed;
            }
        }
        needs.put(Split.TRAIN, held + run.data().baseDocuments() + run.data().calibrationDocuments());
        return needs;
    }

    private static String settings(Split split, Map<Split, Long> needs) {
        if (split != Split.TRAIN) {
            return "data." + split + "-documents";
        }
        return "data.base-documents and data.calibration-documents"
                + (needs.containsKey(Split.VALIDATION) ? "" : " and data.validation-documents")
                + (needs.containsKey(Split.TEST) ? "" : " and data.test-documents");
    }
}
