package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.specification.CurationReward;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.measures.entropy.EntropyRate;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.pytorch.DocumentEmbeddings;
import io.tailkeeper.trainer.pytorch.PoolPerplexities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** What a pool is ranked or weighed by where no detector says it: texts, their age or overlap, the model that wrote last, or generation 0. */
final class PoolScores {

    private final TrainerCheckpoints checkpoints;

    PoolScores(TrainerCheckpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** The candidates of a task, with scores where its selection ranks by them; generation 0 is not ranked. */
    List<Candidate> of(GenerationTask task, BooleanSupplier cancelled) {
        SelectionSpecification selection = task.run().specification().selection();
        List<Candidate> candidates = task.pool().candidates();
        if (task.generation() == 0) {
            return candidates;
        }
        return switch (selection.method()) {
            case SURPLEXITY ->
                scored(candidates, perplexities(task, task.earlier().getLast(), cancelled));
            case TEACHER_PERPLEXITY ->
                scored(candidates, perplexities(task, task.earlier().getFirst(), cancelled));
            case LATENT_FILTER, CONTRACTION -> latent(task, cancelled);
            case ENTROPY_RATE -> scored(candidates, ofSamples(task, sample -> EntropyRate.ofCharacters(sample.text())));
            case CURATION ->
                selection.rewardOrDefault() == CurationReward.LENGTH ? scored(candidates, lengths(task)) : candidates;
            case GENERATION_DECAY -> scored(candidates, ofSamples(task, SampleCollected::ageOrDefault));
            case REFERENCE_OVERLAP -> scored(candidates, ofSamples(task, sample -> overlap(sample, selection)));
            case NONE, RESAMPLE, WEIGHT, ORACLE, RANDOM, TOP_SHARE, GOLDEN, GOLDEN_ORACLE -> candidates;
        };
    }

    private double[] perplexities(GenerationTask task, CheckpointReference judge, BooleanSupplier cancelled) {
        try (PretrainedModel model = checkpoints.open(judge, cancelled)) {
            TokenRows rows =
                    new TokenRows(model.tokenizer(), task.run().specification().text());
            return new PoolPerplexities(model.model(), rows, cancelled)
                    .of(positions(task), task.pool().texts());
        }
    }

    private List<Candidate> latent(GenerationTask task, BooleanSupplier cancelled) {
        List<Candidate> ordered = task.pool().candidates().stream()
                .sorted(Comparator.comparing(Candidate::sampleId))
                .toList();
        try (PretrainedModel model = checkpoints.open(task.earlier().getFirst(), cancelled)) {
            LatentScores scores = new LatentScores(
                    task,
                    ordered,
                    new DocumentEmbeddings(model.model(), cancelled),
                    new TokenRows(model.tokenizer(), task.run().specification().text()));
            boolean filter = task.run().specification().selection().method() == Method.LATENT_FILTER;
            return scored(ordered, filter ? scores.likeness() : scores.logWeights());
        }
    }

    /** Characters of each text over those of the longest. */
    private static double[] lengths(GenerationTask task) {
        double[] characters = ofSamples(task, sample -> sample.text().length());
        double longest = Arrays.stream(characters).max().orElse(1);
        return Arrays.stream(characters).map(count -> count / longest).toArray();
    }

    /** What the generator found; without it the pool cannot be ranked, and waiting would bring none. */
    private static double overlap(SampleCollected sample, SelectionSpecification selection) {
        Double overlap = sample.referenceOverlap();
        if (overlap == null) {
            boolean own = sample.sampleId().startsWith(sample.generationKey() + ":");
            throw new TrainingFailedException(
                    "selection.method: reference-overlap ranks by referenceOverlap, which sample " + sample.sampleId()
                            + " lacks: "
                            + (own
                                    ? "the generator sends it with each sample of the run, so detector "
                                            + selection.detectorId()
                                            + " dropped it; an answer carries its sample whole and"
                                            + " unchanged, mend the detector (./tailkeeper conformance detector judges it)"
                                    : "a program outside of the run sent the sample without it; let that program send it,"
                                            + " or choose another selection.method"));
        }
        return overlap;
    }

    private static double[] ofSamples(GenerationTask task, ToDoubleFunction<SampleCollected> score) {
        return positions(task).stream()
                .map(task.pool().texts()::apply)
                .mapToDouble(score)
                .toArray();
    }

    private static List<Long> positions(GenerationTask task) {
        return task.pool().candidates().stream().map(Candidate::position).toList();
    }

    private static List<Candidate> scored(List<Candidate> candidates, double[] scores) {
        List<Candidate> scored = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            scored.add(candidates.get(i).scored(scores[i]));
        }
        return scored;
    }
}
