package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorTest {

    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    private final RunRequested run = Fixtures.run("run");
    private final SamplingTask synthetic = new SamplingTask(run, 1, Part.SYNTHETIC, 40, 2, Fixtures.CHECKPOINT);
    private final FakeWriter writer = new FakeWriter();
    private final EndedRuns ended = new EndedRuns();
    private final Kept results = new Kept();
    private final List<KnowledgeItem> items = List.of(
            new KnowledgeItem("A dog", " barks.", " flies."), new KnowledgeItem("A bird", " flies.", " barks."));
    private KnowledgeSource knowledge = (asked, seed) -> items.subList(0, asked.items());
    private final Generator generator = generator(results);

    private Generator generator(Results where) {
        Corpora corpora = Fixtures.corpora(2_000);
        return new Generator(
                corpora,
                (asked, seed) -> knowledge.items(asked, seed),
                new Sampler(corpora, writer),
                ended,
                where,
                InstantSource.fixed(NOW));
    }

    /** Keeps what follows. */
    private static class Kept implements Results {

        private final List<SamplingTask> tasks = new ArrayList<>();
        private final List<SampleCollected> collected = new ArrayList<>();
        private final List<RunFinished> failed = new ArrayList<>();
        private final List<KnowledgeItems> knowledge = new ArrayList<>();

        @Override
        public void knowledge(KnowledgeItems items) {
            assertThat(tasks)
                    .as("what a run's tasks wait for comes before them")
                    .isEmpty();
            knowledge.add(items);
        }

        @Override
        public void tasks(List<SamplingTask> planned) {
            tasks.addAll(planned);
        }

        @Override
        public void samples(Samples samples) {
            collected.addAll(samples.collected());
        }

        @Override
        public void failed(RunFinished finished) {
            failed.add(finished);
        }
    }

    private void writerThrows(Throwable failure, int times) {
        writer.rows((call, row, newTokens, seed) -> {
            if (call <= times) {
                GeneratorTest.<RuntimeException>sneak(failure);
            }
            return new int[newTokens];
        });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void aRequestedRunAndATrainedGenerationBecomeTheirPlans() {
        generator.requested(run);
        assertThat(results.tasks).isEqualTo(SamplingPlan.requested(run)).isNotEmpty();

        results.tasks.clear();
        generator.trained(Fixtures.trained(run, 0, Fixtures.CHECKPOINT));
        assertThat(results.tasks)
                .isEqualTo(SamplingPlan.trained(Fixtures.trained(run, 0, Fixtures.CHECKPOINT)))
                .isNotEmpty();
    }

    @Test
    void aForeignWriterWritesThePoolAndTheRunsOwnModelWhatCalibrates() {
        RunRequested foreign = Fixtures.run(
                "foreign",
                null,
                Specifications.with(
                        Fixtures.specification(Fixtures.DATA), "foreignWriter", "/other/model.safetensors"));

        generator.trained(Fixtures.trained(foreign, 0, Fixtures.CHECKPOINT));

        assertThat(results.tasks)
                .filteredOn(task -> task.part() == SamplingTask.Part.CALIBRATION)
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.writer()).isEqualTo(Fixtures.CHECKPOINT));
        assertThat(results.tasks)
                .filteredOn(task -> task.part() == SamplingTask.Part.SYNTHETIC)
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.writer().uri().getPath()).isEqualTo("/other/model.safetensors"));
    }

    private static RunRequested asking(String runId, String baseRunId) {
        return Fixtures.run(
                runId,
                baseRunId,
                Specifications.with(
                        Fixtures.specification(Fixtures.DATA), "knowledge", new KnowledgeSpecification(2, null)));
    }

    @Test
    void whatModelsAreAskedIsPublishedForARunThatTrainsGenerationZeroAndAsks() {
        generator.requested(run);
        generator.requested(asking("arm", "base"));
        assertThat(results.knowledge).isEmpty();

        results.tasks.clear();
        generator.requested(asking("asking", null));

        assertThat(results.knowledge).containsExactly(new KnowledgeItems("asking", items));
        assertThat(results.tasks).isNotEmpty();
    }

    @Test
    void aRunWithoutTheItemsThatItAsksForEndsWithTheReason() {
        knowledge = (asked, seed) -> {
            throw new CorpusException("knowledge.file /items.json holds no items.");
        };

        generator.requested(asking("asking", null));

        assertThat(results.tasks).isEmpty();
        assertThat(results.failed)
                .extracting(RunFinished::reason)
                .containsExactly("knowledge.file /items.json holds no items.");
    }

    @Test
    void itemsOfAFileAreAskedWhereOneIsNamed() {
        KnowledgeSource source = KnowledgeSource.of(
                (asked, seed) -> List.of(items.getFirst()), (asked, seed) -> List.of(items.getLast()));

        assertThat(source.items(new KnowledgeSpecification(1, null), 1)).containsExactly(items.getFirst());
        assertThat(source.items(new KnowledgeSpecification(1, "items.json"), 1)).containsExactly(items.getLast());
    }

    @Test
    void aTaskDoneTwiceLeadsToTheSameSamples() {
        generator.sample(synthetic);
        generator.sample(synthetic);

        assertThat(results.collected).hasSize(4);
        assertThat(results.collected.subList(2, 4)).isEqualTo(results.collected.subList(0, 2));
    }

    @Test
    void workOfARunThatFailedOrWasCancelledIsDropped() {
        ended.note(new RunFinished("run", RunFinished.Status.CANCELLED, "dashboard", null, NOW));

        generator.requested(run);
        generator.trained(Fixtures.trained(run, 0, Fixtures.CHECKPOINT));
        generator.sample(synthetic);

        assertThat(results.tasks).isEmpty();
        assertThat(results.collected).isEmpty();
        assertThat(writer.seedsOfCalls).isEmpty();
    }

    @Test
    void workOfACompletedRunIsDone() {
        ended.note(new RunFinished("run", RunFinished.Status.COMPLETED, "metrics", null, NOW));

        generator.sample(synthetic);

        assertThat(results.collected).hasSize(2);
    }

    @Test
    void aRunThatCannotGoOnEndsWithItsReasonAndItsOtherTasksAreDropped() {
        writerThrows(new RunFailedException("The checkpoint is gone; train again."), 1);

        generator.sample(synthetic);
        generator.sample(synthetic);

        assertThat(results.failed)
                .containsExactly(new RunFinished(
                        "run", RunFinished.Status.FAILED, "generator", "The checkpoint is gone; train again.", NOW));
        assertThat(writer.seedsOfCalls).hasSize(1);
    }

    @Test
    void whatGoesWrongTwiceIsTriedAThirdTime() {
        writerThrows(new IllegalStateException("thrown by the test"), 2);

        generator.sample(synthetic);

        assertThat(results.collected).hasSize(2);
        assertThat(results.failed).isEmpty();
    }

    static List<Throwable> faultsOfARecord() {
        return List.of(
                new IllegalStateException("thrown by the test"),
                new StackOverflowError("thrown by the test"),
                new UnsatisfiedLinkError("thrown by the test"),
                new AssertionError("thrown by the test"),
                new Exception("thrown by the test"));
    }

    @ParameterizedTest
    @MethodSource("faultsOfARecord")
    void whatGoesWrongThreeTimesEndsTheRun(Throwable fault) {
        writerThrows(fault, Integer.MAX_VALUE);

        generator.sample(synthetic);

        assertThat(writer.seedsOfCalls).hasSize(3);
        assertThat(results.failed).hasSize(1);
        assertThat(results.failed.getFirst().reason())
                .contains("run run", fault.getClass().getSimpleName(), "thrown by the test", "its log says more");
    }

    @Test
    void whatCannotBeWrittenEndsItsRunToo() {
        generator(new Kept() {
                    @Override
                    public void samples(Samples samples) {
                        throw new IllegalArgumentException("SampleCollected has 9000000 bytes");
                    }

                    @Override
                    public void failed(RunFinished finished) {
                        results.failed(finished);
                    }
                })
                .sample(synthetic);

        assertThat(results.failed).hasSize(1);
        assertThat(results.failed.getFirst().reason()).contains("SampleCollected has 9000000 bytes");
    }

    static List<Throwable> nobodysFault() {
        return List.of(
                new OutOfMemoryError("thrown by the test"),
                new CancellationException("the service stops"),
                new RejectedMessageException("the record is wrong"));
    }

    @ParameterizedTest
    @MethodSource("nobodysFault")
    void whatIsNotTheRunsFaultDoesNotEndIt(Throwable fault) {
        writerThrows(fault, Integer.MAX_VALUE);

        assertThatThrownBy(() -> generator.sample(synthetic)).isSameAs(fault);

        assertThat(writer.seedsOfCalls).hasSize(1);
        assertThat(results.failed).isEmpty();
    }
}
