package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small texts and what the other services would make of them. */
public final class Samples {

    private static final List<String> WORDS = List.of(
            "the",
            "tail",
            "of",
            "a",
            "language",
            "is",
            "rare",
            "words",
            "and",
            "keeps",
            "long",
            "small",
            "sea",
            "bird");

    private Samples() {}

    /** So many words, the same for the same seed. */
    public static String text(long seed, int words) {
        Random random = new Random(seed);
        return IntStream.range(0, words)
                .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining(" "));
    }

    /** Scored samples of a generation: human ones, then synthetic ones. */
    public static List<SampleScored> scored(GenerationKey key, int human, int synthetic) {
        List<SampleScored> samples = new ArrayList<>();
        for (int i = 0; i < human + synthetic; i++) {
            boolean byHuman = i < human;
            SampleCollected collected = new SampleCollected(
                    SampleCollected.id(key, i),
                    key.runId(),
                    key.generation(),
                    text(i, 8),
                    " " + text(1000L + i + key.generation() * 100L, 8),
                    byHuman ? Provenance.HUMAN : Provenance.synthetic(key.generation() - 1));
            double probability = key.generation() == 0 ? 0.5 : byHuman ? 0.2 : 0.7;
            samples.add(new SampleScored(collected, "encoder", "v1", probability, 0));
        }
        return samples;
    }

    /** The held-out parts of a run. */
    public static List<CalibrationSample> heldOut(String runId, int validation, int test) {
        List<CalibrationSample> samples = new ArrayList<>();
        for (int i = 0; i < validation; i++) {
            samples.add(heldOut(runId, CalibrationSample.Part.VALIDATION, i, validation));
        }
        for (int i = 0; i < test; i++) {
            samples.add(heldOut(runId, CalibrationSample.Part.TEST, i, test));
        }
        return samples;
    }

    /** What the models of a run are asked: sentences of the words of its texts. */
    public static KnowledgeItems knowledge(String runId, int items) {
        return new KnowledgeItems(
                runId,
                IntStream.range(0, items)
                        .mapToObj(i -> new KnowledgeItem(
                                text(8000L + i, 4), " " + text(8500L + i, 2 + i % 7), " " + text(9000L + i, 2 + i % 5)))
                        .toList());
    }

    /** A run whose models are asked so many items. */
    public static RunRequested asking(RunRequested run, int items) {
        return new RunRequested(
                run.runId(),
                run.experimentId(),
                run.arm(),
                run.baseRunId(),
                run.requestedAt(),
                Specifications.with(run.specification(), "knowledge", new KnowledgeSpecification(items, null)));
    }

    private static CalibrationSample heldOut(String runId, CalibrationSample.Part part, int index, int total) {
        return new CalibrationSample(
                runId,
                0,
                part,
                index,
                total,
                text(5000L + index, 8),
                " " + text((part == CalibrationSample.Part.TEST ? 6000L : 7000L) + index, 8),
                false);
    }
}
