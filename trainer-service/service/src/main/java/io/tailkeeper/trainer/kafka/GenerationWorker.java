package io.tailkeeper.trainer.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunSpecification;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.languagemodel.Models;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.selection.ImportanceResampler;
import io.tailkeeper.selection.NothingHasWeightException;
import io.tailkeeper.selection.Selection;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.TrainingFigures;
import io.tailkeeper.trainer.WeightedBatches;
import io.tailkeeper.trainer.pytorch.GenerationTraining;
import io.tailkeeper.trainer.pytorch.HeldOutEvaluation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Takes one generation from its complete pool to its published result. Used by one thread at a time. */
final class GenerationWorker {

    private final TrainerDirectory directory;
    private final BatchTopic topic;
    private final Outbox outbox;
    private final MeterRegistry meters;

    GenerationWorker(TrainerDirectory directory, KafkaClients clients, Outbox outbox, MeterRegistry meters) {
        this.directory = directory;
        this.topic = new BatchTopic(clients);
        this.outbox = outbox;
        this.meters = meters;
    }

    /** Selects, publishes the batches, trains, evaluates, publishes the result; goes on where a crash interrupted it. */
    void work(GenerationTask task, BooleanSupplier cancelled) {
        ProgressReporter progress = new ProgressReporter(task.key(), outbox, meters, cancelled);
        progress.selecting();
        long begun = System.nanoTime();
        Selection selection = select(task);
        Batches batches = new Batches(task, selection);
        batches.publishIfNeeded();
        double selecting = seconds(begun);
        GenerationTraining training = new GenerationTraining(task, directory, progress);
        int documents = selection.documents().size();
        GenerationTraining.Result result;
        try {
            result = training.train(documents, batches::from);
        } catch (BatchTopic.LostException e) {
            batches.publish();
            result = training.train(documents, batches::from);
        }
        begun = System.nanoTime();
        Evaluations evaluations = evaluate(task, result.checkpoint(), progress);
        Map<String, Double> seconds = Map.of(
                "intake", task.pool().seconds(),
                "selection", selecting,
                "loading", result.times().loading(),
                "training", result.times().training(),
                "checkpoint", result.times().checkpoint(),
                "evaluation", seconds(begun));
        outbox.trained(message(task, selection, result, evaluations, seconds));
    }

    private static Selection select(GenerationTask task) {
        try {
            return ImportanceResampler.of(task.run(), task.generation())
                    .select(task.pool().candidates());
        } catch (NothingHasWeightException e) {
            throw new TrainingFailedException(e.getMessage(), e);
        }
    }

    private record Evaluations(Evaluation test, Evaluation validation) {}

    private Evaluations evaluate(GenerationTask task, CheckpointReference checkpoint, ProgressReporter progress) {
        RunSpecification specification = task.run().specification();
        List<Long> test = task.heldOut().test();
        List<Long> validation = task.heldOut().validation();
        int total = test.size() + validation.size();
        try (PretrainedModel model = Models.openCheckpoint(Path.of(checkpoint.uri()), checkpoint.sha256())) {
            TokenRows rows = new TokenRows(model.tokenizer(), specification.text());
            HeldOutEvaluation evaluation = new HeldOutEvaluation(model.model(), rows);
            return new Evaluations(
                    evaluation.evaluate(test, task.heldOut().texts(), done -> progress.evaluated(done, total)),
                    validation.isEmpty()
                            ? null
                            : evaluation.evaluate(
                                    validation,
                                    task.heldOut().texts(),
                                    done -> progress.evaluated(test.size() + done, total)));
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
                selection.summary(task.pool().candidates(), task.pool().rejected()),
                evaluations.test(),
                evaluations.validation(),
                seconds,
                training > 0 ? result.times().tokens() / training : 0);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** The generation's batches on their topic. */
    private final class Batches {

        private final GenerationTask task;
        private final Selection selection;
        private final Path file;
        private PublishedBatches published;

        Batches(GenerationTask task, Selection selection) {
            this.task = task;
            this.selection = selection;
            this.file = directory.publishedBatches(task.key());
        }

        void publishIfNeeded() {
            Optional<PublishedBatches> earlier = PublishedBatches.load(file);
            if (earlier.isPresent()) {
                published = earlier.get();
            } else {
                publish();
            }
        }

        void publish() {
            published = topic.publish(new WeightedBatches(
                    task.run(), task.generation(), selection, task.pool().texts()));
            published.save(file);
        }

        Stream<WeightedBatch> from(int sequence) {
            return topic.read(task.key(), published, sequence);
        }
    }
}
