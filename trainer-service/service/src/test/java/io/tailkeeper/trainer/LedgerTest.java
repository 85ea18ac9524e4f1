package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.selection.Candidate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {

    private static final RunRequested BASE = Specifications.run("base", null);
    private static final RunRequested ARM = Specifications.run("arm", "base");
    private static final GenerationKey BASE_ZERO = new GenerationKey("base", 0);
    private static final GenerationKey ARM_ONE = new GenerationKey("arm", 1);

    @TempDir
    Path folder;

    private TrainerDirectory directory;
    private Ledger ledger;

    @BeforeEach
    void open() {
        directory = new TrainerDirectory(folder);
        ledger = new Ledger(directory);
        ledger.restore();
    }

    @AfterEach
    void close() {
        ledger.close();
        directory.close();
    }

    private void restart() {
        close();
        open();
    }

    static GenerationTrained trained(RunRequested run, int generation) {
        return new GenerationTrained(
                run,
                generation,
                new CheckpointReference(
                        URI.create("file:///" + run.runId() + "/" + generation), "0".repeat(64), generation),
                false,
                new TokensTrained(1, 1),
                1,
                1,
                0,
                new SelectionSummary(1, 0, 1, 1, 0, 1, 1),
                new Evaluation(1, 1, 2, 0, 0),
                null,
                Map.of(),
                1);
    }

    private static RunFinished finished(String runId, RunFinished.Status status) {
        return new RunFinished(runId, status, "generator", "the corpus is too small", Instant.EPOCH);
    }

    private void take(List<SampleScored> samples) {
        samples.forEach(ledger::scored);
        ledger.flush();
    }

    private void takeHeldOut() {
        Samples.heldOut("base", 8, 16).forEach(ledger::heldOut);
        ledger.flush();
    }

    @Test
    void aGenerationIsReadyOnceWhenPoolAndHeldOutPartsAreComplete() {
        ledger.requested(BASE);
        List<SampleScored> samples = Samples.scored(BASE_ZERO, 64, 0);
        take(samples.subList(0, 63));
        takeHeldOut();
        assertThat(ledger.ready()).isEmpty();

        take(samples.subList(63, 64));

        assertThat(ledger.ready()).singleElement().satisfies(task -> {
            assertThat(task.key()).isEqualTo(BASE_ZERO);
            assertThat(task.start()).isNull();
            assertThat(task.pool().candidates()).hasSize(64);
            assertThat(task.heldOut().test()).hasSize(16);
            assertThat(task.heldOut().validation()).hasSize(8);
            assertThat(task.heldOut()
                            .texts()
                            .apply(task.heldOut().test().get(3))
                            .index())
                    .isEqualTo(3);
        });
        assertThat(ledger.ready()).isEmpty();
    }

    @Test
    void duplicatesOrderAndRestartsDoNotChangeThePool() {
        ledger.requested(BASE);
        takeHeldOut();
        List<SampleScored> twice = new ArrayList<>(Samples.scored(BASE_ZERO, 64, 0));
        twice.addAll(Samples.scored(BASE_ZERO, 64, 0));
        Collections.shuffle(twice, new Random(5));
        for (int i = 0; i < twice.size(); i++) {
            take(twice.subList(i, i + 1));
            if (i % 40 == 17) {
                restart();
                ledger.requested(BASE);
            }
        }

        GenerationTask task = ledger.ready().getFirst();

        assertThat(task.pool().rejected()).isZero();
        assertThat(task.pool().candidates().stream().map(Candidate::sampleId))
                .containsExactlyInAnyOrderElementsOf(Samples.scored(BASE_ZERO, 64, 0).stream()
                        .map(scored -> scored.sample().sampleId())
                        .toList());
        assertThat(task.pool().candidates()).hasSize(64).allSatisfy(candidate -> assertThat(
                        task.pool().texts().apply(candidate.position()).sampleId())
                .isEqualTo(candidate.sampleId()));
    }

    @Test
    void samplesBeyondThePoolCountAsRejectedOnce() {
        ledger.requested(BASE);
        takeHeldOut();
        take(Samples.scored(BASE_ZERO, 66, 0));
        take(Samples.scored(BASE_ZERO, 66, 0));

        GenerationTask.Pool pool = ledger.ready().getFirst().pool();

        assertThat(pool.candidates()).hasSize(64);
        assertThat(pool.rejected()).isEqualTo(2);
    }

    @Test
    void samplesWaitForTheirRunAndOtherDetectorsAreIgnored() {
        List<SampleScored> samples = Samples.scored(BASE_ZERO, 64, 0);
        List<SampleScored> others = samples.stream()
                .map(scored -> new SampleScored(scored.sample(), "other", "v1", 0.1, 0))
                .toList();
        take(others);
        take(samples);
        takeHeldOut();
        assertThat(ledger.ready()).isEmpty();

        ledger.requested(BASE);
        take(others);

        assertThat(ledger.ready()).singleElement().satisfies(task -> {
            assertThat(task.pool().candidates()).hasSize(64).allMatch(c -> c.syntheticProbability() == 0.5);
            assertThat(task.pool().rejected()).isZero();
        });
    }

    @Test
    void samplesThatWaitForTheirRunAreBounded() {
        for (int i = 0; i < 256; i++) {
            ledger.scored(
                    Samples.scored(new GenerationKey("unknown-" + i, 0), 1, 0).getFirst());
        }

        assertThatThrownBy(() -> ledger.scored(
                        Samples.scored(new GenerationKey("one-more", 0), 1, 0).getFirst()))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("publish its RunRequested first");
    }

    @Test
    void heldOutPartsOfUnknownRunsAreBoundedAlsoOverARestart() {
        for (int i = 0; i < 256; i++) {
            ledger.heldOut(Samples.heldOut("unknown-" + i, 0, 1).getFirst());
        }
        ledger.flush();
        assertRefusesFurtherUnknownRuns();

        restart();
        assertRefusesFurtherUnknownRuns();
        ledger.requested(Specifications.run("unknown-7", null));

        ledger.heldOut(Samples.heldOut("one-more", 0, 1).getFirst());
        ledger.requested(Specifications.run("known", null));
        Samples.heldOut("known", 8, 16).forEach(ledger::heldOut);
    }

    private void assertRefusesFurtherUnknownRuns() {
        assertThatThrownBy(
                        () -> ledger.heldOut(Samples.heldOut("one-more", 0, 1).getFirst()))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("256 texts in 256 spools wait for their runs already")
                .hasMessageContaining("publish its RunRequested first");
        assertThat(directory.heldOut("one-more")).doesNotExist();
    }

    @Test
    void heldOutPartsAreClosedWhenNoRunNeedsThemAndOpenedForALaterArm() throws IOException {
        ledger.requested(BASE);
        ledger.requested(ARM);
        takeHeldOut();
        ledger.finished(finished("base", RunFinished.Status.COMPLETED));
        ledger.flush();
        assertThat(openFiles("held-out.jsonl")).isEqualTo(1);

        ledger.finished(finished("arm", RunFinished.Status.COMPLETED));
        ledger.flush();
        assertThat(openFiles("held-out.jsonl")).isZero();

        RunRequested later = Specifications.run("later", "base");
        ledger.requested(later);
        ledger.trained(trained(later, 0));
        take(Samples.scored(new GenerationKey("later", 1), 32, 32));
        assertThat(ledger.ready())
                .singleElement()
                .satisfies(task -> assertThat(task.heldOut().test()).hasSize(16));
    }

    private long openFiles(String name) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(link -> {
                        try {
                            Path file = Files.readSymbolicLink(link);
                            return file.startsWith(folder) && file.endsWith(name);
                        } catch (IOException e) {
                            return false; // closed in the meantime
                        }
                    })
                    .count();
        }
    }

    @Test
    void whatTheDiskDoesNotDeleteIsDeletedLater() throws IOException {
        ledger.requested(BASE);
        Path obstacle = directory.generation(BASE_ZERO).resolve("training-state.safetensors");
        Files.createDirectories(obstacle.resolve("no file, and not empty"));

        ledger.trained(trained(BASE, 0));

        assertThatThrownBy(ledger::flush)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be tidied");
        Files.delete(obstacle.resolve("no file, and not empty"));
        ledger.flush();
        assertThat(obstacle).doesNotExist();
    }

    @Test
    void refusesSamplesOfGenerationsThatTheRunDoesNotTrain() {
        ledger.requested(ARM);

        assertThatThrownBy(() -> take(Samples.scored(new GenerationKey("arm", 3), 1, 0)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("ends with generation 2");
        assertThatThrownBy(() -> take(Samples.scored(new GenerationKey("arm", 0), 1, 0)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("adopts generation 0 of base");
    }

    @Test
    void armsAdoptTheBaseRunsGenerationZero() {
        ledger.trained(trained(BASE, 0));
        assertThat(ledger.adoptions()).isEmpty();

        ledger.requested(ARM);

        assertThat(ledger.adoptions()).singleElement().satisfies(adopted -> {
            assertThat(adopted.run()).isEqualTo(ARM);
            assertThat(adopted.adopted()).isTrue();
            assertThat(adopted.checkpoint()).isEqualTo(trained(BASE, 0).checkpoint());
        });
        ledger.trained(ledger.adoptions().getFirst());
        assertThat(ledger.adoptions()).isEmpty();
    }

    @Test
    void anArmWithAnotherModelOrALostBaseCannotBegin() {
        RunSpecification s = ARM.specification();
        RunSpecification wider = new RunSpecification(
                s.corpus(),
                s.generations(),
                s.data(),
                s.text(),
                s.restart(),
                new ModelSpecification(1, 2, 64, 32, 512),
                s.decoding(),
                s.selection(),
                s.loss(),
                s.baseTraining(),
                s.training(),
                s.seed());
        ledger.requested(new RunRequested("arm", "tiny", "wider", "base", Instant.EPOCH, wider));
        RunSpecification truncated = Specifications.with(
                s, "loss", new LossSpecification(LossSpecification.Name.TCE, 0.99, null, null, null, null, null, 0));
        ledger.requested(new RunRequested("early", "tiny", "early", "base", Instant.EPOCH, truncated));
        ledger.requested(Specifications.run("orphan", "lost"));
        ledger.trained(trained(BASE, 0));
        ledger.finished(finished("lost", RunFinished.Status.FAILED));

        assertThat(ledger.adoptions()).isEmpty();
        assertThat(ledger.orphans()).containsOnlyKeys("arm", "early", "orphan");
        assertThat(ledger.orphans().get("early")).contains("trained with another loss");
        assertThat(ledger.orphans().get("arm")).contains("cannot adopt generation 0 of base run base");
        assertThat(ledger.orphans().get("orphan")).contains("the corpus is too small");
    }

    @Test
    void aGenerationStartsFromTheBaseOrFromThePreviousOne() {
        assertThat(startOfGenerationTwo(RunSpecification.Restart.BASE).generation())
                .isZero();
        restart();
        assertThat(startOfGenerationTwo(RunSpecification.Restart.PREVIOUS).generation())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TEACHER_PERPLEXITY", "LATENT_FILTER", "CONTRACTION"})
    void aRunThatAsksGenerationZeroForItsVerdictHasItsCheckpointAndThoseAfterIt(SelectionSpecification.Method method) {
        SelectionSpecification teacher = new SelectionSpecification(method, "encoder", 0, null, 0, 1, 1);
        RunRequested run = new RunRequested(
                "arm",
                "tiny",
                "arm",
                "base",
                Instant.EPOCH,
                Specifications.with(ARM.specification(), "selection", teacher));
        ledger.requested(run);
        takeHeldOut();
        take(Samples.scored(new GenerationKey("arm", 2), 32, 32));
        ledger.trained(trained(run, 1));
        assertThat(ledger.ready()).as("generation 0 is asked").isEmpty();
        ledger.trained(trained(run, 0));

        assertThat(ledger.ready().getFirst().earlier())
                .extracting(CheckpointReference::generation)
                .containsExactly(0, 1);
    }

    private CheckpointReference startOfGenerationTwo(RunSpecification.Restart restart) {
        RunSpecification s = ARM.specification();
        RunSpecification specification = new RunSpecification(
                s.corpus(),
                s.generations(),
                s.data(),
                s.text(),
                restart,
                s.model(),
                s.decoding(),
                s.selection(),
                s.loss(),
                s.baseTraining(),
                s.training(),
                s.seed());
        RunRequested run = new RunRequested("arm", "tiny", "arm", "base", Instant.EPOCH, specification);
        ledger.requested(run);
        takeHeldOut();
        take(Samples.scored(new GenerationKey("arm", 2), 32, 32));
        assertThat(ledger.ready()).isEmpty();
        ledger.trained(trained(run, 1));
        assertThat(ledger.ready()).isEmpty();
        ledger.trained(trained(run, 0));
        GenerationTask task = ledger.ready().getFirst();
        assertThat(task.earlier())
                .extracting(CheckpointReference::generation)
                .as("which wrote")
                .containsExactly(1);
        return task.start();
    }

    @Test
    void aGenerationThatSeveralModelsWriteForKnowsThemAll() {
        DataSpecification data = Specifications.with(ARM.specification().data(), "writers", 2);
        RunRequested run = new RunRequested(
                "arm", "tiny", "arm", "base", Instant.EPOCH, Specifications.with(ARM.specification(), "data", data));
        ledger.requested(run);
        takeHeldOut();
        take(Samples.scored(new GenerationKey("arm", 2), 32, 32));
        ledger.trained(trained(run, 1));
        ledger.trained(trained(run, 0));

        assertThat(ledger.ready().getFirst().earlier())
                .extracting(CheckpointReference::generation)
                .containsExactly(0, 1);
    }

    /** 32 human documents with 8 tokens each, 2 of them drawn again and 1 changed in every other one. */
    @Test
    void whatTokenEditingDidIsAddedUpOverThePool() {
        EditSpecification edit = new EditSpecification(null, null, null);
        DataSpecification data = Specifications.with(ARM.specification().data(), "edit", edit);
        RunRequested run = new RunRequested(
                "arm", "tiny", "arm", "base", Instant.EPOCH, Specifications.with(ARM.specification(), "data", data));
        ledger.requested(run);
        ledger.trained(trained(run, 0));
        takeHeldOut();
        List<SampleScored> samples = Samples.scored(ARM_ONE, 32, 32);
        take(IntStream.range(0, 64)
                .mapToObj(i -> i < 32 ? edited(samples.get(i), new TokenEdits(8, 2, i % 2)) : samples.get(i))
                .toList());

        assertThat(ledger.ready().getFirst().edits()).isEqualTo(new TokenEdits(256, 64, 16));
    }

    private static SampleScored edited(SampleScored scored, TokenEdits edits) {
        SampleCollected s = scored.sample();
        SampleCollected edited = new SampleCollected(
                s.sampleId(), s.runId(), s.generation(), s.prompt(), s.text(), Provenance.edited(0, edits));
        return new SampleScored(
                edited, scored.detectorId(), scored.detectorVersion(), scored.syntheticProbability(), scored.logit());
    }

    @Test
    void trainedGenerationsAreNotTrainedAgainAndLeaveNoTextBehind() {
        ledger.requested(ARM);
        ledger.trained(trained(ARM, 0));
        takeHeldOut();
        take(Samples.scored(ARM_ONE, 32, 32));
        assertThat(directory.scored(ARM_ONE)).exists();
        ledger.trained(trained(ARM, 1));

        take(Samples.scored(ARM_ONE, 32, 32));

        assertThat(directory.scored(ARM_ONE)).doesNotExist();
        assertThat(ledger.ready()).isEmpty();
        assertThat(ledger.over(ARM_ONE)).isTrue();
    }

    @Test
    void spoolsOfGenerationsThatEndedElsewhereAreClearedAtTheStart() {
        take(Samples.scored(ARM_ONE, 32, 32));
        close();
        directory = new TrainerDirectory(folder);
        ledger = new Ledger(directory);
        ledger.trained(trained(ARM, 1));
        ledger.restore();

        assertThat(directory.scored(ARM_ONE)).doesNotExist();
    }

    @Test
    void aRunThatEndedIsDropped() {
        ledger.requested(BASE);
        take(Samples.scored(BASE_ZERO, 64, 0));
        takeHeldOut();

        ledger.finished(finished("base", RunFinished.Status.CANCELLED));
        take(Samples.scored(BASE_ZERO, 64, 0));

        assertThat(ledger.ready()).isEmpty();
        assertThat(directory.scored(BASE_ZERO)).doesNotExist();
    }

    @Test
    void heldOutPartsThatContradictThemselvesAreRefused() {
        ledger.heldOut(Samples.heldOut("base", 1, 16).getLast());

        assertThatThrownBy(() -> ledger.heldOut(Samples.heldOut("base", 1, 17).getLast()))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("total 17, others said 16");
    }

    @Test
    void aDamagedSpoolIsForgottenWithTheOffsetsItStandsFor() throws IOException {
        String identity = directory.identity();
        take(Samples.scored(BASE_ZERO, 4, 0));
        ledger.close();
        Files.writeString(directory.scored(BASE_ZERO), "nonsense\n");
        ledger = new Ledger(directory);
        assertThatThrownBy(ledger::restore)
                .isInstanceOf(SpoolDamagedException.class)
                .hasMessageContaining("the next start reads all samples from Kafka");

        assertThat(directory.spooledGenerations()).isEmpty();
        assertThat(directory.identity()).isNotEqualTo(identity);
    }

    @Test
    void damagedHeldOutPartsAreForgottenToo() throws IOException {
        String identity = directory.identity();
        ledger.requested(BASE);
        takeHeldOut();
        close();
        Files.writeString(directory.heldOut("base"), "nonsense\n");
        directory = new TrainerDirectory(folder);
        ledger = new Ledger(directory);
        ledger.requested(BASE);
        ledger.restore();

        assertThatThrownBy(this::takeHeldOut)
                .isInstanceOf(SpoolDamagedException.class)
                .hasMessageContaining("the next start reads all samples from Kafka");

        assertThat(directory.heldOut("base")).doesNotExist();
        assertThat(directory.identity()).isNotEqualTo(identity);
    }

    @Test
    void aFolderBelongsToOneTrainer() {
        assertThatThrownBy(() -> new TrainerDirectory(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("another trainer uses it");
    }
}
