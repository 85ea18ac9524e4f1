package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.specification.UnlearningSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.ImportanceResampler;
import io.tailkeeper.trainer.GenerationTask;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Generation 1 by another loss: 32 documents, 8 steps of 8, so two epochs; a saved state every 4. */
    private static GenerationTask task(CheckpointReference start, LossSpecification loss) {
        RunSpecification s = RUN.specification();
        RunSpecification changed = Specifications.with(s, "loss", loss);
        GenerationTask base = task(start);
        RunRequested run = new RunRequested("base", "tiny", "arm", null, Instant.EPOCH, changed);
        List<Candidate> pool = base.pool().candidates().subList(0, 32);
        return new GenerationTask(
                run, 1, start, new GenerationTask.Pool(pool, 0, 0, base.pool().texts()), base.heldOut());
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
                new GenerationTask.HeldOutParts(
                        List.of(), List.of(1L, 2L), position -> heldOut.get((int) position), List::of));
    }

    private static List<WeightedBatch> batches(GenerationTask task) {
        List<WeightedBatch> batches = new ArrayList<>();
        new WeightedBatches(
                        task.run(),
                        task.generation(),
                        ImportanceResampler.of(task.run(), task.generation())
                                .select(task.pool().candidates()),
                        task.pool().texts())
                .forEach(batches::add);
        return batches;
    }

    /** Trains; the watcher wants no more after {@code steps} steps. */
    private GenerationTraining.Result train(GenerationTask task, int steps) {
        return train(task, steps, 1);
    }

    private GenerationTraining.Result train(GenerationTask task, int steps, int readEvery) {
        List<WeightedBatch> all = batches(task);
        int documents = task.pool().candidates().size();
        return new GenerationTraining(task, directory, new Watcher(steps), Checkpoints.onDisk()::open, readEvery)
                .train(documents, from -> all.subList(from, all.size()).stream());
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

    @ParameterizedTest
    @EnumSource(LossSpecification.Divisor.class)
    void whatTheDynamicLossRemembersSurvivesAnInterruption(LossSpecification.Divisor divisor) {
        GenerationTask task = task(
                otherStart(),
                new LossSpecification(LossSpecification.Name.DYNAMIC_TCE, 1, null, 0.5, null, null, divisor));
        GenerationTraining.Result whole = train(task, 99);

        assertThat(whole.figures().maskedShare()).as("second epoch only").isBetween(0.05, 0.45);
        assertThat(whole.figures().maskedByEpoch().getFirst()).isZero();
        assertThat(whole.figures().maskedByEpoch().get(1)).isBetween(0.1, 0.9);
        for (int interruptedAfter : new int[] {2, 4, 5, 7}) {
            directory.tidy(task.key());
            assertThatThrownBy(() -> train(task, interruptedAfter)).isInstanceOf(TrainingCancelledException.class);
            GenerationTraining.Result resumed = train(task, 99);

            assertThat(resumed.checkpoint()).isEqualTo(whole.checkpoint());
            assertThat(resumed.figures()).isEqualTo(whole.figures());
        }
    }

    @Test
    void aRandomMaskIsTheSameAfterAnInterruptionAndAnotherInAnotherRun() {
        LossSpecification loss = new LossSpecification(LossSpecification.Name.RANDOM_MASK, 0.002);
        GenerationTask task = task(otherStart(), loss);
        GenerationTraining.Result whole = train(task, 99);

        assertThat(whole.figures().maskedShare()).isBetween(0.05, 0.95);
        for (int interruptedAfter : new int[] {2, 5}) {
            directory.tidy(task.key());
            assertThatThrownBy(() -> train(task, interruptedAfter)).isInstanceOf(TrainingCancelledException.class);
            GenerationTraining.Result resumed = train(task, 99);

            assertThat(resumed.checkpoint()).isEqualTo(whole.checkpoint());
            assertThat(resumed.figures()).isEqualTo(whole.figures());
        }
    }

    /** Generation 1 with a phase of forgetting; every other document is flagged. */
    private static GenerationTask forgetting(CheckpointReference start, double anchor) {
        GenerationTask plain = task(start, RUN.specification().loss());
        TrainingSpecification t = plain.run().specification().training();
        TrainingSpecification training = new TrainingSpecification(
                t.optimizerTokens(),
                t.batchSize(),
                t.learningRate(),
                t.schedule(),
                t.warmupSteps(),
                t.finalLearningRateShare(),
                t.weightDecay(),
                t.gradientClip(),
                t.lossOn(),
                t.checkpointEverySteps(),
                null,
                null,
                null,
                null,
                new UnlearningSpecification(3, 50, 1, anchor));
        RunSpecification changed = Specifications.with(plain.run().specification(), "training", training);
        RunRequested run = new RunRequested("base", "tiny", "arm", null, Instant.EPOCH, changed);
        List<Candidate> pool = new ArrayList<>();
        for (Candidate each : plain.pool().candidates()) {
            double q = pool.size() % 2 == 0 ? 0.2 : 0.9;
            pool.add(new Candidate(each.sampleId(), q, each.source(), each.position()));
        }
        return new GenerationTask(
                run, 1, start, new GenerationTask.Pool(pool, 0, 0, plain.pool().texts()), plain.heldOut());
    }

    @Test
    void forgettingEndsTheSameWhereverItWasInterruptedAndReadsItsAnchor() {
        CheckpointReference start = otherStart();
        GenerationTask task = forgetting(start, 1);
        GenerationTraining.Result whole = train(task, 99);

        assertThat(whole.figures().steps()).as("of the optimizer's tokens").isEqualTo(8);
        for (int interruptedAfter : new int[] {5, 8}) { // 8: in the phase itself
            directory.tidy(task.key());
            assertThatThrownBy(() -> train(task, interruptedAfter)).isInstanceOf(TrainingCancelledException.class);
            assertThat(train(task, 99).checkpoint()).isEqualTo(whole.checkpoint());
        }
        directory.tidy(task.key());
        assertThat(train(forgetting(start, 0), 99).checkpoint().sha256())
                .isNotEqualTo(whole.checkpoint().sha256());
        directory.tidy(task.key());
        assertThat(train(task(start, RUN.specification().loss()), 99)
                        .checkpoint()
                        .sha256())
                .as("without the phase")
                .isNotEqualTo(whole.checkpoint().sha256());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 99})
    void stepsReadTogetherEndTheSameToTheBitAndAreAllTold(int readEvery) {
        LossSpecification loss = new LossSpecification(
                LossSpecification.Name.DYNAMIC_TCE, 1, null, 0.5, null, null, LossSpecification.Divisor.KEPT_TOKENS);
        for (GenerationTask task : List.of(task(null), task(otherStart(), loss))) {
            losses.clear();
            GenerationTraining.Result whole = train(task, 99, 1);
            List<Double> told = List.copyOf(losses);
            for (int interruptedAfter : new int[] {0, 4}) { // a state is saved after every 4
                directory.tidy(task.key());
                losses.clear();
                if (interruptedAfter > 0) {
                    assertThatThrownBy(() -> train(task, interruptedAfter, readEvery))
                            .isInstanceOf(TrainingCancelledException.class);
                    losses.subList(losses.size() / 4 * 4, losses.size()).clear();
                }
                GenerationTraining.Result together = train(task, 99, readEvery);

                assertThat(together.checkpoint()).isEqualTo(whole.checkpoint());
                assertThat(together.figures()).isEqualTo(whole.figures());
                assertThat(losses).isEqualTo(told);
            }
            directory.tidy(task.key());
        }
    }

    private static TrainingSpecification bf16(TrainingSpecification t) {
        return new TrainingSpecification(
                t.optimizerTokens(),
                t.batchSize(),
                t.learningRate(),
                t.schedule(),
                t.warmupSteps(),
                t.finalLearningRateShare(),
                t.weightDecay(),
                t.gradientClip(),
                t.lossOn(),
                t.checkpointEverySteps(),
                null,
                null,
                TrainingSpecification.Precision.BF16,
                null,
                null);
    }

    @Test
    void bf16LearnsAsMuchAsFloat32AndLeavesAFloat32Checkpoint() {
        train(task(null), 99);
        List<Double> full = List.copyOf(losses);
        directory.tidy(KEY);
        losses.clear();
        RunSpecification changed = Specifications.with(
                RUN.specification(), "baseTraining", bf16(RUN.specification().baseTraining()));
        GenerationTask task = task(null);
        RunRequested run = new RunRequested("base", "tiny", "arm", null, Instant.EPOCH, changed);

        GenerationTraining.Result result = train(new GenerationTask(run, 0, null, task.pool(), task.heldOut()), 99);

        assertThat(losses).hasSameSizeAs(full);
        assertThat(losses.getFirst()).isNotEqualTo(full.getFirst());
        for (int step = 0; step < full.size(); step++) {
            assertThat(losses.get(step)).isCloseTo(full.get(step), within(0.03));
        }
        try (LanguageModel model = Models.load(
                Path.of(result.checkpoint().uri()), result.checkpoint().sha256())) {
            assertThat(model.parameters().values()).isNotEmpty().allSatisfy(weight -> assertThat(weight.getDataType())
                    .isEqualTo(DataType.FLOAT32));
        }
    }

    @Test
    void everyLossTrainsAndOnlyTruncationMasks() {
        CheckpointReference start = otherStart();
        Set<String> ends = new HashSet<>();
        for (LossSpecification.Name name : LossSpecification.Name.values()) {
            GenerationTask task = task(start, new LossSpecification(name, 0.002));
            losses.clear();
            GenerationTraining.Result result = train(task, 99);
            directory.tidy(task.key());

            ends.add(result.checkpoint().sha256());

            assertThat(result.figures().maskedShare() > 0).as("%s masks", name).isEqualTo(name.masks());
            assertThat(losses).hasSize(8).allMatch(Double::isFinite);
        }
        assertThat(ends).hasSize(LossSpecification.Name.values().length);
    }

    @Test
    void anUnreadableOrForeignStateIsNotResumed() throws IOException {
        String whole = train(task(null), 99).checkpoint().sha256();
        assertThatThrownBy(() -> train(task(null), 5)).isInstanceOf(TrainingCancelledException.class);
        Path state = directory.trainingState(KEY);
        byte[] bytes = Files.readAllBytes(state);
        Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(train(task(null), 99).checkpoint().sha256()).isEqualTo(whole);

        byte[] damaged = bytes.clone();
        damaged[bytes.length - 2] ^= 1;
        Files.write(state, damaged);
        losses.clear();
        assertThat(train(task(null), 99).checkpoint().sha256()).isEqualTo(whole);
        assertThat(losses).as("a damaged state is not resumed").hasSize(16);

        Files.write(state, bytes);
        CheckpointReference other = otherStart();
        losses.clear();
        train(task(other), 99);
        assertThat(losses).hasSize(16);
    }

    private CheckpointReference otherStart() {
        Path file = folder.resolve("other.safetensors");
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 99)) {
            return new CheckpointReference(file.toUri(), model.save(file), 0);
        }
    }

    @Test
    void failsWithStepAndSequenceWhenTheLossIsNotANumber() {
        Path file = folder.resolve("poisoned.safetensors");
        CheckpointReference start;
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
            model.parameters().get("ln_f.weight").muli(Float.MAX_VALUE); // finite, but nothing can be computed with it
            start = new CheckpointReference(file.toUri(), model.save(file), 0);
        }

        assertThatThrownBy(() -> train(task(start), 99))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("loss is NaN at step 0, batch sequence 0 of base:0")
                .hasMessageContaining("last good checkpoint: " + file.toUri() + ", which the generation began with")
                .hasMessageContaining("lower base-training.learning-rate");
        assertThat(directory.lastState(KEY)).doesNotExist();
    }

    /** Decay of ten times the weight at every step: the weights grow without end. */
    private static GenerationTask diverging(int checkpointEverySteps) {
        RunSpecification s = RUN.specification();
        TrainingSpecification t = s.baseTraining();
        RunSpecification changed = Specifications.with(
                s,
                "baseTraining",
                new TrainingSpecification(
                        10_240,
                        8,
                        1,
                        TrainingSpecification.Schedule.CONSTANT,
                        0,
                        1,
                        10,
                        1e6,
                        t.lossOn(),
                        checkpointEverySteps));
        GenerationTask task = task(null);
        RunRequested run = new RunRequested("base", "tiny", "arm", null, Instant.EPOCH, changed);
        return new GenerationTask(run, 0, null, task.pool(), task.heldOut());
    }

    @Test
    void keepsTheLastStateWhenTheLossStopsBeingANumber() {
        Path kept = directory.lastState(KEY);

        Throwable failure = catchThrowable(() -> train(diverging(4), 99));

        int step = losses.size();
        assertThat(step).as("some steps were good").isBetween(4, 79);
        assertThat(losses).isNotEmpty().allMatch(Double::isFinite);
        assertThat(failure)
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("at step " + step + ", batch sequence " + step + " of base:0")
                .hasMessageContaining("last good checkpoint: none, the generation began with new weights")
                .hasMessageContaining("the state after " + step / 4 * 4 + " steps is kept in " + kept)
                .hasMessageContaining("lower base-training.learning-rate or base-training.gradient-clip");
        directory.tidy(KEY);
        assertThat(kept).exists();
        assertThat(directory.checkpoint(KEY)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 16})
    void theStepThatIsNotFiniteIsNamedHoweverManyAreReadTogether(int readEvery) {
        Throwable failure = catchThrowable(() -> train(diverging(9), 99, 1));
        List<Double> told = List.copyOf(losses);
        directory.tidy(KEY);
        losses.clear();

        assertThat(catchThrowable(() -> train(diverging(9), 99, readEvery)))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(failure.getMessage())
                .hasMessageContaining("at step " + told.size() + ", batch sequence " + told.size());
        assertThat(losses).isEqualTo(told);
    }

    @Test
    void aDiskThatRefusesLeavesWhatWasThere() throws IOException {
        GenerationTask task = task(null);
        CheckpointReference whole = train(task, 99).checkpoint();
        directory.tidy(KEY);
        assertThatThrownBy(() -> train(task, 5)).isInstanceOf(TrainingCancelledException.class);
        Path state = directory.trainingState(KEY);
        byte[] bytes = Files.readAllBytes(state);
        Path blocked = Files.createDirectory(state.resolveSibling(state.getFileName() + ".tmp"));

        assertThatThrownBy(() -> train(task, 99))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(state + " cannot be written")
                .hasMessageContaining("what stood there before is untouched");
        assertThat(state).hasBinaryContent(bytes);

        Files.delete(blocked);
        losses.clear();
        assertThat(train(task, 99).checkpoint()).isEqualTo(whole);
        assertThat(losses).as("resumed").hasSize(12);
    }

    @Test
    void refusesAStartThatIsCorruptOrOfAnotherShape() throws IOException {
        CheckpointReference start = otherStart();
        Path file = Path.of(start.uri());
        try (LanguageModel model = Models.initialise(new ModelConfig(2, 2, 32, 32, 512), 99)) {
            Path deeper = folder.resolve("deeper.safetensors");
            CheckpointReference another = new CheckpointReference(deeper.toUri(), model.save(deeper), 0);
            assertThatThrownBy(() -> train(task(another), 99))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("the run asks for");
        }
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 300), 99)) {
            Path narrower = folder.resolve("narrower.safetensors");
            CheckpointReference another = new CheckpointReference(narrower.toUri(), model.save(narrower), 0);
            assertThatThrownBy(() -> train(task(another), 99))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining(narrower.toUri().toString())
                    .hasMessageContaining("vocabularySize=300")
                    .hasMessageContaining("vocabularySize=512")
                    .hasMessageContaining("give the run the model of its checkpoint");
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
        for (int round = 0; round < 5; round++) { // until the JVM has compiled what it will, and the heap is full
            train(task, 99);
        }
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
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
            Evaluation evaluation = new HeldOutEvaluation(
                            model,
                            new TokenRows(
                                    Gpt2RanksTokenizer.of(512),
                                    RUN.specification().text()))
                    .evaluate(positions, position -> documents.get((int) position), progress::add);

            assertThat(evaluation.documents()).isEqualTo(40);
            assertThat(evaluation.perplexity()).isCloseTo(512, within(40.0));
            assertThat(evaluation.confidentShare()).isZero();
            Confidence confidence = Objects.requireNonNull(evaluation.confidence());
            assertThat(confidence.histogram().getFirst()).isEqualTo(evaluation.tokens());
            assertThat(confidence.meanProbability()).isCloseTo(1 / 512.0, within(0.0005));
            assertThat(confidence.meanEntropy()).isBetween(Math.log(512) - 0.1, Math.log(512));
            assertThat(confidence.entropyP10()).isBetween(Math.log(512) - 0.2, confidence.meanEntropy() + 0.005);
            assertThat(confidence.entropyP90()).isBetween(confidence.meanEntropy() - 0.005, Math.log(512) + 0.005);
            assertThat(confidence.calibrationError()).isLessThan(0.1);
            assertThat(evaluation.tokens()).isBetween(400L, 640L);
        }
        assertThat(progress).containsExactly(32, 40);
    }
}
