package io.tailkeeper.trainer.generation;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.ImportanceResampler;
import io.tailkeeper.selection.NothingHasWeightException;
import io.tailkeeper.selection.Selection;
import io.tailkeeper.trainer.AllowedModel;
import io.tailkeeper.trainer.BatchesLostException;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.TrainingFigures;
import io.tailkeeper.trainer.WeightedBatches;
import io.tailkeeper.trainer.kafka.Announcements;
import io.tailkeeper.trainer.kafka.BatchTopic;
import io.tailkeeper.trainer.pytorch.GenerationTraining;
import io.tailkeeper.trainer.pytorch.HeldOutEvaluation;
import io.tailkeeper.trainer.pytorch.KnowledgeEvaluation;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes one generation from its complete pool to its result. Used by one thread at a time. */
@Singleton
class GenerationWorker {

    private static final System.Logger LOG = System.getLogger(GenerationWorker.class.getName());

    private final TrainerCheckpoints checkpoints;
    private final BatchTopic topic;
    private final RunTopics runs;
    private final Announcements announcements;
    private final TrainingMeters meters;
    private final AllowedRoots allowed;

    GenerationWorker(
            TrainerCheckpoints checkpoints,
            BatchTopic topic,
            RunTopics runs,
            Announcements announcements,
            MeterRegistry meters,
            AllowedRoots allowed) {
        this.checkpoints = checkpoints;
        this.topic = topic;
        this.runs = runs;
        this.announcements = announcements;
        this.meters = new TrainingMeters(meters);
        this.allowed = allowed;
    }

    /** Selects, publishes the batches, trains and evaluates; goes on where a crash interrupted it. */
    GenerationTrained work(GenerationTask task, BooleanSupplier cancelled) {
        AllowedModel.require(task.run().specification().model(), allowed);
        ProgressReporter progress = new ProgressReporter(task.key(), announcements, meters, cancelled);
        progress.selecting();
        meters.device(ModelDevice.name());
        long begun = System.nanoTime();
        Selection selection = select(task, new PoolScores(checkpoints).of(task, cancelled));
        PublishedBatches batches = new PublishedBatches(
                topic,
                runs,
                new WeightedBatches(
                        task.run(), task.generation(), selection, task.pool().texts()));
        double selecting = seconds(begun);
        GenerationTraining.Result result = train(selection, batches, checkpoints.training(task, progress, cancelled));
        begun = System.nanoTime();
        CheckpointReference published = checkpoints.publish(task, result.checkpoint(), cancelled);
        double publishing = seconds(begun);
        begun = System.nanoTime();
        Evaluations evaluations = evaluate(task, result.checkpoint(), progress, cancelled);
        Map<String, Double> seconds = Map.of(
                "intake", task.pool().seconds(),
                "selection", selecting,
                "loading", result.times().loading(),
                "training", result.times().training(),
                "checkpoint", result.times().checkpoint() + publishing,
                "evaluation", seconds(begun));
        return message(task, selection, result.at(published), evaluations, seconds);
    }

    private static GenerationTraining.Result train(
            Selection selection, PublishedBatches batches, GenerationTraining training) {
        int documents = selection.documents().size();
        try {
            return training.train(documents, batches::from);
        } catch (BatchesLostException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage() + "; they are published again");
            batches.publish();
            return training.train(documents, batches::from);
        }
    }

    private static Selection select(GenerationTask task, List<Candidate> candidates) {
        try {
            return ImportanceResampler.of(task.run(), task.generation()).select(candidates);
        } catch (NothingHasWeightException e) {
            throw new TrainingFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private record Evaluations(Evaluation test, @Nullable Evaluation validation, @Nullable PoolDivergence pool) {}

    private Evaluations evaluate(
            GenerationTask task, CheckpointReference checkpoint, ProgressReporter progress, BooleanSupplier cancelled) {
        RunSpecification specification = task.run().specification();
        List<Long> test = task.heldOut().test();
        List<Long> validation = task.heldOut().validation();
        List<KnowledgeItem> items =
                specification.asksKnowledge() ? task.heldOut().knowledge().get() : List.of();
        int total = test.size() + validation.size() + items.size();
        try (PretrainedModel model = checkpoints.open(checkpoint, cancelled)) {
            TokenRows rows = new TokenRows(model.tokenizer(), specification.text());
            HeldOutEvaluation evaluation = new HeldOutEvaluation(model.model(), rows);
            Evaluation tested =
                    evaluation.evaluate(test, task.heldOut().texts(), done -> progress.evaluated(done, total));
            Evaluation validated = validation.isEmpty()
                    ? null
                    : evaluation.evaluate(
                            validation, task.heldOut().texts(), done -> progress.evaluated(test.size() + done, total));
            PoolDivergence pool = new PoolFrequencies(model.tokenizer(), cancelled).of(task);
            if (items.isEmpty()) {
                return new Evaluations(tested, validated, pool);
            }
            KnowledgeRetention knowledge = new KnowledgeEvaluation(model.model(), rows)
                    .evaluate(
                            items,
                            specification.seed(),
                            done -> progress.evaluated(total - items.size() + done, total));
            return new Evaluations(tested.with(knowledge), validated, pool);
        }
    }

    private static GenerationTrained message(
            GenerationTask task,
            Selection selection,
            GenerationTraining.Result result,
            Evaluations evaluations,
            Map<String, Double> seconds) {
        TrainingFigures figures = result.figures();
        double training = result.times().training();
        return new GenerationTrained(
                task.run(),
                task.generation(),
                result.checkpoint(),
                false,
                figures.tokensTrained(),
                figures.steps(),
                figures.trainingLoss(),
                figures.maskedShare(),
                selection
                        .summary(task.pool().candidates(), task.pool().rejected())
                        .edited(task.edits()),
                evaluations.test(),
                evaluations.validation(),
                seconds,
                training > 0 ? result.times().tokens() / training : 0,
                task.run().specification().data().asksEarlierModels() ? task.earlier() : null,
                task.run().specification().loss(task.generation()).name().masks() ? figures.maskedByEpoch() : null,
                evaluations.pool());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
