package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.PoolDivergence;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A generation has been trained, evaluated and stored.
 *
 * @param run the run, whole: whoever reads this needs nothing else to go on
 * @param generation the generation
 * @param checkpoint the weights
 * @param adopted whether a base run's generation 0 was taken over; every figure is then that of the base run
 * @param tokensTrained tokens that carried loss
 * @param steps optimizer steps
 * @param trainingLoss mean loss over the last tenth of the steps, in nats a token
 * @param maskedShare share of loss-carrying tokens that the loss masked; 0 for cross entropy
 * @param selection what selection made of the pool
 * @param test measured on the test partition: the reported figures
 * @param validation measured on the validation partition; null when it is empty
 * @param secondsByPhase wall time of intake, selection, loading, training, checkpoint and evaluation
 * @param tokensPerSecond training throughput, prompt tokens included
 * @param earlier the checkpoints of the generations before, 0 first, where models before the last one write for the run; else null
 * @param maskedByEpoch share of loss-carrying tokens that the loss masked, by epoch, at most the first 1,000; a step belongs to the
 *     epoch of its first document; null for a loss that masks nothing whatever the model
 * @param poolDivergence of the pool's machine-written text from held-out human text; null where there is none
 */
public record GenerationTrained(
        RunRequested run,
        int generation,
        CheckpointReference checkpoint,
        boolean adopted,
        TokensTrained tokensTrained,
        int steps,
        double trainingLoss,
        double maskedShare,
        SelectionSummary selection,
        Evaluation test,
        @Nullable Evaluation validation,
        Map<String, Double> secondsByPhase,
        double tokensPerSecond,
        @Nullable List<CheckpointReference> earlier,
        @Nullable List<Double> maskedByEpoch,
        @Nullable PoolDivergence poolDivergence) {

    /** Most epochs whose masked share is told. */
    public static final int MOST_EPOCHS = 1_000;

    private static final int MAX_PHASES = 64;

    public GenerationTrained {
        Checks.present("run", run);
        Checks.within("generation", generation, 0, 1_000);
        Checks.present("checkpoint", checkpoint);
        Checks.present("tokensTrained", tokensTrained);
        Checks.within("steps", steps, 1, Integer.MAX_VALUE);
        Checks.finite("trainingLoss", trainingLoss);
        Checks.within("maskedShare", maskedShare, 0, 1);
        Checks.present("selection", selection);
        Checks.present("test", test);
        Checks.within(
                "phases in secondsByPhase",
                Checks.present("secondsByPhase", secondsByPhase).size(),
                0,
                MAX_PHASES);
        secondsByPhase = Collections.unmodifiableMap(new TreeMap<>(secondsByPhase));
        secondsByPhase.forEach((phase, seconds) ->
                Checks.notNegative("secondsByPhase." + phase, Checks.present("secondsByPhase." + phase, seconds)));
        Checks.notNegative("tokensPerSecond", tokensPerSecond);
        if (earlier != null) {
            earlier = Checks.list("earlier", earlier, generation, generation);
        }
        if (maskedByEpoch != null) {
            maskedByEpoch = Checks.list("maskedByEpoch", maskedByEpoch, 1, MOST_EPOCHS);
            maskedByEpoch.forEach(share -> Checks.within("maskedByEpoch", share, 0, 1));
        }
    }

    /** One of a run that does not keep earlier text, by a trainer that measures neither masks by epoch nor pools. */
    public GenerationTrained(
            RunRequested run,
            int generation,
            CheckpointReference checkpoint,
            boolean adopted,
            TokensTrained tokensTrained,
            int steps,
            double trainingLoss,
            double maskedShare,
            SelectionSummary selection,
            Evaluation test,
            @Nullable Evaluation validation,
            Map<String, Double> secondsByPhase,
            double tokensPerSecond) {
        this(
                run,
                generation,
                checkpoint,
                adopted,
                tokensTrained,
                steps,
                trainingLoss,
                maskedShare,
                selection,
                test,
                validation,
                secondsByPhase,
                tokensPerSecond,
                null,
                null,
                null);
    }

    /** The generation: the topic's key. */
    public GenerationKey generationKey() {
        return new GenerationKey(run.runId(), generation);
    }
}
