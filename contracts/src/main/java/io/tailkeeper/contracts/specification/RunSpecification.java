package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a run's result; two runs with equal specifications end with equal checkpoints on the same
 * device and thread count.
 *
 * @param corpus where human text comes from
 * @param generations generations after generation 0
 * @param data how much text of which kind
 * @param text length of a document
 * @param restart which checkpoint a generation's training begins from
 * @param model shape of the language model
 * @param decoding how the model writes
 * @param selection how the pool becomes the training set
 * @param loss training loss of generation 1 and later; generation 0 is trained with cross entropy, unless it says otherwise
 * @param baseTraining optimisation of generation 0
 * @param training optimisation of generation 1 and later
 * @param seed of partitions, initial weights, decoding, selection and order
 * @param stages from which figures on a model counts as collapsing; null: {@link StageSpecification#DEFAULT}
 * @param alerts when a generation is worth an alert; null: {@link AlertRule#DEFAULT}; empty: never
 * @param knowledge what the models are asked; null: nothing
 * @param detector how well the deciding detector knows who writes; null: as well as it can
 * @param foreignWriter absolute path of a model on disk that writes all text of the pools in place of the run's own; null: the run's own writes
 */
public record RunSpecification(
        CorpusSpecification corpus,
        int generations,
        DataSpecification data,
        TextSpecification text,
        Restart restart,
        ModelSpecification model,
        DecodingSpecification decoding,
        SelectionSpecification selection,
        LossSpecification loss,
        TrainingSpecification baseTraining,
        TrainingSpecification training,
        long seed,
        @Nullable StageSpecification stages,
        @Nullable List<AlertRule> alerts,
        @Nullable KnowledgeSpecification knowledge,
        @Nullable DetectorSpecification detector,
        @Nullable String foreignWriter) {

    /** Where a generation's weights start. */
    public enum Restart {
        /** From generation 0: the previous model only writes. */
        @JsonProperty("base")
        BASE,
        /** From the previous generation: warm start. */
        @JsonProperty("previous")
        PREVIOUS
    }

    public RunSpecification {
        Checks.present("corpus", corpus);
        Checks.within("generations", generations, 0, 1_000);
        Checks.present("data", data);
        Checks.present("text", text);
        Checks.present("restart", restart);
        Checks.present("model", model);
        Checks.present("decoding", decoding);
        Checks.present("selection", selection);
        Checks.present("loss", loss);
        Checks.present("base-training", baseTraining);
        Checks.present("training", training);
        SelectionChecks.humanText(selection, data);
        if (text.blockTokens() > model.contextLength()) {
            throw new IllegalArgumentException("text.block-tokens: " + text.blockTokens()
                    + " does not fit into model.context-length " + model.contextLength()
                    + "; lower the one or raise the other");
        }
        requireCountableSteps("base-training", baseTraining, text);
        requireCountableSteps("training", training, text);
        requireBearableDecay(training, generations);
        requireCountableDocuments(data, generations);
        SelectionChecks.ages(selection, data);
        SelectionChecks.references(selection, data);
        alerts = alerts == null ? null : AlertRule.checked(alerts);
        if (foreignWriter != null) {
            Checks.notBlank("foreign-writer", foreignWriter, Checks.LONGEST_PATH);
        }
    }

    /** With the stages of {@link StageSpecification#DEFAULT} and the rules of {@link AlertRule#DEFAULT}, asked nothing. */
    public RunSpecification(
            CorpusSpecification corpus,
            int generations,
            DataSpecification data,
            TextSpecification text,
            Restart restart,
            ModelSpecification model,
            DecodingSpecification decoding,
            SelectionSpecification selection,
            LossSpecification loss,
            TrainingSpecification baseTraining,
            TrainingSpecification training,
            long seed) {
        this(
                corpus,
                generations,
                data,
                text,
                restart,
                model,
                decoding,
                selection,
                loss,
                baseTraining,
                training,
                seed,
                null,
                null,
                null,
                null,
                null);
    }

    private static void requireBearableDecay(TrainingSpecification training, int generations) {
        double last = training.weightDecayOf(generations);
        if (last > TrainingSpecification.LARGEST_WEIGHT_DECAY) {
            throw new IllegalArgumentException("training.weight-decay-growth: " + training.weightDecayGrowth()
                    + " makes a weight decay of " + last + " in generation " + generations + "; allowed is at most "
                    + TrainingSpecification.LARGEST_WEIGHT_DECAY + ": lower it or training.weight-decay");
        }
    }

    private static void requireCountableDocuments(DataSpecification data, int generations) {
        data.fresh().checkSchedule(generations);
        long last = data.allDocuments(generations);
        if ((data.rewrites() || data.accumulates()) && last > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("data.policy: text that is kept makes generation " + generations + " of "
                    + last + " documents; at most " + Integer.MAX_VALUE
                    + " are allowed: lower data.human-share, data.synthetic-share, data.documents or generations");
        }
    }

    private static void requireCountableSteps(String name, TrainingSpecification training, TextSpecification text) {
        long tokensPerStep = (long) training.batchSize() * training.lossTokensPerDocument(text);
        if (Math.ceilDiv(training.optimizerTokens(), tokensPerStep) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + ".optimizer-tokens: " + training.optimizerTokens()
                    + " make more than " + Integer.MAX_VALUE + " steps; lower it or raise " + name + ".batch-size");
        }
    }

    /** The optimisation of one generation. */
    public TrainingSpecification training(int generation) {
        return generation == 0 ? baseTraining : training;
    }

    /** The loss of one generation. */
    public LossSpecification loss(int generation) {
        return generation > 0 || loss.changesGenerationZero()
                ? loss
                : new LossSpecification(LossSpecification.Name.CROSS_ENTROPY, 1);
    }

    /** From which figures on a model counts as collapsing. */
    public StageSpecification stagesOrDefault() {
        return stages == null ? StageSpecification.DEFAULT : stages;
    }

    /** The rules that an arm is judged by, in their order. */
    public List<AlertRule> alertsOf(String arm) {
        return (alerts == null ? AlertRule.DEFAULT : alerts)
                .stream().filter(rule -> rule.concerns(arm)).toList();
    }

    /** Whether the models are asked items: those of a file, or those of the built-in corpus where they learn it. */
    public boolean asksKnowledge() {
        return knowledge != null && (knowledge.file() != null || corpus.source().equals(CorpusSpecification.WORDNET));
    }

    /** Whether generation 0 judges the pools of all later ones. */
    public boolean asksGenerationZero() {
        return SelectionChecks.ASK_GENERATION_ZERO.contains(selection.method());
    }

    /** What a calibration part carries for whoever fits the detector; null where nothing is asked. */
    public @Nullable DetectorTrial trial() {
        return detector == null ? null : new DetectorTrial(selection.detectorId(), detector, seed);
    }
}
