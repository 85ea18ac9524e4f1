package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.testing.Specifications;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What messages derive from their fields, and what only programs could put into them. */
class MessageTest {

    private static <T> T golden(Topic<T> topic) {
        return ContractJson.read(topic, GoldenSamples.valid(topic, "full").body());
    }

    @Test
    void topicsAreNamedAfterTheirMessages() {
        assertThat(Topics.ALL)
                .extracting(Topic::name)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(name -> name.endsWith(".v1"));
        assertThat(Topics.SAMPLES_COLLECTED.schema()).isEqualTo("schemas/sample-collected.v1.json");
        assertThat(Topics.SAMPLES_COLLECTED.eventType()).isEqualTo("io.tailkeeper.sample-collected.v1");
        assertThat(Topics.SAMPLES_COLLECTED.deadLetter("detector")).isEqualTo("samples.collected.v1.detector.dlq");
    }

    @Test
    void keysAreMadeOfRunAndGeneration() {
        assertThat(golden(Topics.SAMPLING_TASKS).taskId()).isEqualTo("quickstart-protected-1:2:synthetic:1250");
        assertThat(golden(Topics.DETECTORS_CALIBRATED).key()).isEqualTo("quickstart-protected-1:2:encoder");
        assertThat(golden(Topics.GENERATIONS_MEASURED).generationKey()).hasToString("quickstart-protected-1:2");
        assertThat(golden(Topics.SAMPLES_COLLECTED).generationKey())
                .isEqualTo(new GenerationKey("quickstart-protected-1", 2));
        assertThat(SampleCollected.id(new GenerationKey("r", 3), 17)).isEqualTo("r:3:17");
    }

    @Test
    void onCompactedTopicsARecordHasTheKeyOfItsMessage() {
        RunRequested request = golden(Topics.RUNS_REQUESTED);
        Topics.RUNS_REQUESTED.requireKey(request, request.runId().getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Topics.RUNS_REQUESTED.requireKey(request, "other".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessage("the record's key is \"other\", but should be runId, \"" + request.runId()
                        + "\": the topic is compacted, and keeps the newest record of each key");
        assertThatThrownBy(() -> Topics.RUNS_REQUESTED.requireKey(request, null))
                .hasMessageContaining("the record's key is missing");
        Topics.SAMPLES_COLLECTED.requireKey(golden(Topics.SAMPLES_COLLECTED), null); // any key: nothing is replaced
    }

    @Test
    void generationKeysFollowEachOther() {
        GenerationKey ninth = new GenerationKey("a", 9);
        assertThat(ninth.next()).isEqualTo(new GenerationKey("a", 10));
        assertThat(Stream.of(new GenerationKey("b", 0), ninth.next(), ninth).sorted())
                .as("by run, then by number, not by text")
                .containsExactly(ninth, ninth.next(), new GenerationKey("b", 0));
        assertThatThrownBy(() -> new GenerationKey("a", 1002)).hasMessageContaining("generation: 1002");
    }

    @Test
    void heldOutTextIsThatOfTheBaseRun() {
        assertThat(Specifications.run("arm", "base").heldOutRunId()).isEqualTo("base");
        assertThat(Specifications.run("alone", null).heldOutRunId()).isEqualTo("alone");
    }

    @Test
    void booksBalanceWhenNothingIsLostOrCountedTwice() {
        assertThat(new Books(10, 8, 2, 7, 1, 20).balanced()).isTrue();
        assertThat(new Books(10, 8, 1, 7, 1, 20).balanced()).isFalse();
        assertThat(new Books(10, 8, 2, 7, 0, 20).balanced()).isFalse();
        assertThat(new Books(10, 9, 2, 8, 1, 20).balanced()).isFalse();
    }

    @Test
    void provenanceNamesTheWriter() {
        assertThat(Provenance.synthetic(3)).isEqualTo(new Provenance(Provenance.Source.SYNTHETIC, 3));
        assertThat(Provenance.HUMAN.writtenBy()).isNull();
    }

    @Test
    void messagesDoNotChangeWithTheListsTheyWereMadeOf() {
        DetectorCalibrated golden = golden(Topics.DETECTORS_CALIBRATED);
        List<Double> head = new ArrayList<>(List.of(1.0));
        DetectorCalibrated detector = new DetectorCalibrated("r", 1, "e", "v", head, 0, 1, golden.quality(), true);
        head.add(2.0);
        assertThat(detector.head()).containsExactly(1.0).isUnmodifiable();
        assertThat(golden(Topics.BATCHES_WEIGHTED).samples()).isUnmodifiable();
        assertThat(golden(Topics.GENERATIONS_TRAINED).secondsByPhase()).isUnmodifiable();
    }

    @Test
    void phasesAreWrittenInOneOrder() {
        assertThat(golden(Topics.GENERATIONS_TRAINED).secondsByPhase().keySet())
                .containsExactly("checkpoint", "evaluation", "intake", "selection", "training");
    }

    @Test
    void figuresThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> new TrainingProgress("r", 0, TrainingProgress.Phase.TRAINING, 0, 1, Double.NaN, null))
                .hasMessage("loss: NaN is not a finite number");
        assertThatThrownBy(() -> new TrainingProgress(
                        "r", 0, TrainingProgress.Phase.TRAINING, 0, 1, null, Double.POSITIVE_INFINITY))
                .hasMessageStartingWith("tokensPerSecond: Infinity is out of range");
        DetectorCalibrated golden = golden(Topics.DETECTORS_CALIBRATED);
        assertThatThrownBy(() -> new DetectorCalibrated(
                        "r", 1, "e", "v", List.of(1.0, Double.NaN), 0, 1, golden.quality(), true))
                .hasMessage("head: NaN is not a finite number");
        assertThatThrownBy(() -> new Evaluation(1, 1, Double.POSITIVE_INFINITY, 0, 0))
                .hasMessageStartingWith("evaluation.perplexity: Infinity is out of range");
    }

    @Test
    void listsHaveNoGapsAndNoEmptiness() {
        List<WeightedSample> gap = new ArrayList<>();
        gap.add(null);
        assertThatThrownBy(() -> new WeightedBatch("r", 0, 0, 1, gap)).hasMessage("samples[0] is missing");
        assertThatThrownBy(() -> new WeightedBatch("r", 0, 0, 1, List.of()))
                .hasMessage("samples has 0 entries; allowed are 1 to 65536");
        assertThatThrownBy(() -> new WeightedBatch("r", 0, 0, 1, null)).hasMessage("samples is missing");
    }

    @Test
    void phasesWithoutSecondsAreRefused() {
        GenerationTrained golden = golden(Topics.GENERATIONS_TRAINED);
        Map<String, Double> seconds = new HashMap<>();
        seconds.put("training", null);
        assertThatThrownBy(() -> with(golden, seconds)).hasMessage("secondsByPhase.training is missing");
        seconds.put("training", -1.0);
        assertThatThrownBy(() -> with(golden, seconds)).hasMessageStartingWith("secondsByPhase.training: -1.0");
    }

    private static GenerationTrained with(GenerationTrained golden, Map<String, Double> secondsByPhase) {
        return new GenerationTrained(
                golden.run(),
                golden.generation(),
                golden.checkpoint(),
                golden.adopted(),
                golden.tokensTrained(),
                golden.steps(),
                golden.trainingLoss(),
                golden.maskedShare(),
                golden.selection(),
                golden.test(),
                golden.validation(),
                secondsByPhase,
                golden.tokensPerSecond());
    }

    @Test
    void refusalsAreOneShortLine() {
        assertThatThrownBy(() -> new GenerationKey("a\nb", 0))
                .hasMessage("runId: \"a?b\" is not allowed; use 1 to 80 lower-case letters, digits and dashes");
        assertThatThrownBy(() -> new GenerationKey("x".repeat(1000), 0))
                .message()
                .contains("xxx...")
                .hasSizeLessThan(200);
    }

    @Test
    void aFailureSaysWhy() {
        Instant now = Instant.parse("2026-11-21T08:00:00Z");
        assertThatThrownBy(() -> new RunFinished("r", RunFinished.Status.FAILED, "trainer", null, now))
                .hasMessage("reason is missing");
        assertThat(new RunFinished("r", RunFinished.Status.COMPLETED, "metrics", null, now).reason())
                .isNull();
    }
}
