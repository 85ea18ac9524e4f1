package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.trainer.Candidate;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.ImportanceResampler;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.TrainingWatcher;
import io.tailkeeper.trainer.WeightedBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTrainingTest {

    private static final GenerationKey KEY = new GenerationKey("base", 0);
    private static final RunRequested RUN = Specifications.run("base", null);

    @TempDir
    Path folder;

    private TrainerDirectory directory;
    private final List<Double> losses = new ArrayList<>();

    @BeforeEach
    void open() {
        directory = new TrainerDirectory(folder);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private static GenerationTask task(CheckpointReference start) {
        var scored = Samples.scored(KEY, 64, 0);
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < scored.size(); i++) {
            pool.add(new Candidate(
                    scored.get(i).sample().sampleId(),
                    0.5,
                    scored.get(i).sample().provenance().source(),
                    i));
        }
        var heldOut = Samples.heldOut("base", 1, 40);
        return new GenerationTask(
                RUN,
                0,
                start,
                new GenerationTask.Pool(
                        pool, 0, 0, position -> scored.get((int) position).sample()),
                new GenerationTask.HeldOutParts(List.of(), List.of(1L, 2L), position -> heldOut.get((int) position)));
    }

    private static List<WeightedBatch> batches(GenerationTask task) {
        List<WeightedBatch> batches = new ArrayList<>();
        new WeightedBatches(
                        RUN,
                        0,
                        ImportanceResampler.of(RUN, 0).select(task.pool().candidates()),
                        task.pool().texts())
                .forEach(batches::add);
        return batches;
    }

    /** Trains; the watcher wants no more after {@code steps} steps. */
    private GenerationTraining.Result train(GenerationTask task, int steps) {
        List<WeightedBatch> all = batches(task);
        return new GenerationTraining(task, directory, new Watcher(steps))
                .train(from -> all.subList(from, all.size()).stream());
    }

    private final class Watcher implements TrainingWatcher {

        private final int steps;
        private int done;

        Watcher(int steps) {
            this.steps = steps;
        }

        @Override
        public void stepped(int done, int total, double loss, long tokens, double seconds) {
            this.done = done;
            losses.add(loss);
        }

        @Override
        public void evaluated(int done, int total) {}

        @Override
        public boolean cancelled() {
            return done >= steps;
        }
    }

    @Test
    void learnsAndEndsTheSameWhereverItWasInterrupted() {
        GenerationTraining.Result whole = train(task(null), 99);

        assertThat(losses).hasSize(16);
        assertThat(losses.getLast()).isLessThan(losses.getFirst() - 0.2);
        assertThat(whole.figures().steps()).isEqualTo(16);
        for (int interruptedAfter : new int[] {2, 4, 7, 15}) {
            directory.tidy(KEY);
            losses.clear();
            assertThatThrownBy(() -> train(task(null), interruptedAfter))
                    .isInstanceOf(TrainingCancelledException.class);
            GenerationTraining.Result resumed = train(task(null), 99);

            assertThat(resumed.checkpoint()).isEqualTo(whole.checkpoint());
            assertThat(resumed.figures()).isEqualTo(whole.figures());
            assertThat(losses).hasSize(16 + interruptedAfter % 4);
        }
    }

    @Test
    void anUnreadableOrForeignStateIsNotResumed() throws IOException {
        String whole = train(task(null), 99).checkpoint().sha256();
        assertThatThrownBy(() -> train(task(null), 5)).isInstanceOf(TrainingCancelledException.class);
        Path state = directory.trainingState(KEY);
        byte[] bytes = Files.readAllBytes(state);
        Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(train(task(null), 99).checkpoint().sha256()).isEqualTo(whole);

        Files.write(state, bytes);
        CheckpointReference other = otherStart();
        losses.clear();
        train(task(other), 99);
        assertThat(losses).hasSize(16);
    }

    private CheckpointReference otherStart() {
        Path file = folder.resolve("other.safetensors");
        try (LanguageModel model = LanguageModel.initialise(new ModelConfig(1, 2, 32, 32, 512), 99)) {
            return new CheckpointReference(file.toUri(), model.save(file), 0);
        }
    }

    @Test
    void failsWithStepAndSequenceWhenTheLossIsNotANumber() {
        Path file = folder.resolve("poisoned.safetensors");
        CheckpointReference start;
        try (LanguageModel model = LanguageModel.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
            model.parameters().get("ln_f.weight").muli(Float.NaN);
            start = new CheckpointReference(file.toUri(), model.save(file), 0);
        }

        assertThatThrownBy(() -> train(task(start), 99))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("loss is NaN at step 0, batch sequence 0 of base:0")
                .hasMessageContaining("last good state: the start of the generation")
                .hasMessageContaining("lower training.learning-rate");
    }

    @Test
    void refusesAStartThatIsCorruptOrOfAnotherShape() throws IOException {
        CheckpointReference start = otherStart();
        Path file = Path.of(start.uri());
        try (LanguageModel model = LanguageModel.initialise(new ModelConfig(2, 2, 32, 32, 512), 99)) {
            Path deeper = folder.resolve("deeper.safetensors");
            CheckpointReference another = new CheckpointReference(deeper.toUri(), model.save(deeper), 0);
            assertThatThrownBy(() -> train(task(another), 99))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("the run asks for");
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> train(task(start), 99))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is corrupt or another one");
    }

    @Test
    void nativeMemoryDoesNotGrowWithTheSteps() throws IOException {
        GenerationTask task = task(null);
        train(task, 99);
        long before = resident();
        for (int round = 0; round < 12; round++) {
            train(task, 99);
        }
        assertThat(resident() - before).isLessThan(96L << 20);
    }

    private static long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void anUntrainedModelsPerplexityIsThatOfChance() {
        var documents = Samples.heldOut("base", 1, 40);
        List<Long> positions =
                Stream.iterate(1L, position -> position + 1).limit(40).toList();
        List<Integer> progress = new ArrayList<>();
        try (LanguageModel model = LanguageModel.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
            Evaluation evaluation = new HeldOutEvaluation(
                            model,
                            new TokenRows(
                                    Tokenizer.ofGpt2Ranks(512),
                                    RUN.specification().text()))
                    .evaluate(positions, position -> documents.get((int) position), progress::add);

            assertThat(evaluation.documents()).isEqualTo(40);
            assertThat(evaluation.perplexity()).isCloseTo(512, within(40.0));
            assertThat(evaluation.confidentShare()).isZero();
            assertThat(evaluation.tokens()).isBetween(400L, 640L);
        }
        assertThat(progress).containsExactly(32, 40);
    }
}
