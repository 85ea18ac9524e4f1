package io.tailkeeper.bench.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.Canned;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final Books BALANCED = new Books(10, 10, 0, 10, 0, 10);
    private static final String SHA256 = "ab".repeat(32);
    private static final Outcome UNDISTURBED = outcome("first", SHA256, 5, BALANCED, 10);

    @Test
    void namesAndTimesDoNotMatter() {
        assertThat(outcome("second", SHA256, 50, BALANCED, 10).differences(UNDISTURBED))
                .isEmpty();
        assertThat(UNDISTURBED.checkpoints()).isEqualTo(1);
        assertThat(UNDISTURBED.figures())
                .hasSizeGreaterThan(30)
                .containsEntry("base, generation 0, trained/checkpoint/sha256", "\"" + SHA256 + "\"")
                .containsEntry("base, generation 0, books/collected", "10");
        assertThat(UNDISTURBED.figures().keySet())
                .isNotEmpty()
                .noneMatch(place -> place.contains("econd") || place.contains("uri"));
        assertThat(UNDISTURBED.faults()).isEmpty();
    }

    @Test
    void everyOtherFigureIsADifferenceWithItsPlace() {
        assertThat(outcome("second", "cd".repeat(32), 5, new Books(11, 11, 0, 11, 0, 10), 10)
                        .differences(UNDISTURBED))
                .containsExactly(
                        "base, generation 0, books/collected: 11, undisturbed 10",
                        "base, generation 0, books/pooled: 11, undisturbed 10",
                        "base, generation 0, books/scored: 11, undisturbed 10",
                        "base, generation 0, trained/checkpoint/sha256: \"" + "cd".repeat(32) + "\", undisturbed \""
                                + SHA256 + "\"");
        assertThat(outcome("second", SHA256, 5, BALANCED, Math.nextUp(10.0)).differences(UNDISTURBED))
                .containsExactly("base, generation 0, trained/trainingLoss: 10.000000000000002, undisturbed 10.0");
    }

    @Test
    void whatIsMissingIsADifferenceAndAFault() {
        Outcome nothing = Outcome.of(requests("third"), ExperimentView.empty("third"));

        assertThat(nothing.differences(UNDISTURBED))
                .hasSameSizeAs(UNDISTURBED.figures().keySet())
                .first()
                .asString()
                .startsWith("base, generation 0, books/collected: missing, ");
        assertThat(UNDISTURBED.differences(nothing))
                .hasSameSizeAs(UNDISTURBED.figures().keySet());
        assertThat(nothing.faults()).containsExactly("third-base is not known");
    }

    @Test
    void booksThatDoNotBalanceAreAFault() {
        assertThat(outcome("second", SHA256, 5, new Books(10, 9, 0, 9, 0, 10), 10)
                        .faults())
                .singleElement()
                .asString()
                .startsWith("base, generation 0: the books do not balance: ");
    }

    private static List<RunRequested> requests(String experimentId) {
        return Canned.experiment().requests(experimentId, Instant.EPOCH).subList(0, 1);
    }

    private static Outcome outcome(String experimentId, String sha256, double seconds, Books books, double loss) {
        List<RunRequested> requests = requests(experimentId);
        RunRequested run = requests.getFirst();
        GenerationMeasured canned = Canned.measured(run, 0);
        GenerationTrained trained = canned.trained();
        GenerationMeasured measured = new GenerationMeasured(
                new GenerationTrained(
                        run,
                        0,
                        new CheckpointReference(URI.create("file:///" + experimentId), sha256, 0),
                        false,
                        trained.tokensTrained(),
                        trained.steps(),
                        loss,
                        trained.maskedShare(),
                        trained.selection(),
                        trained.test(),
                        trained.validation(),
                        Map.of("training", seconds),
                        1 / seconds),
                canned.perplexityRatio(),
                canned.text(),
                canned.detectorAuroc(),
                canned.poolAuroc(),
                books,
                canned.stage());
        RunFinished finished = new RunFinished(
                run.runId(), RunFinished.Status.COMPLETED, "metrics", null, Instant.ofEpochSecond((long) seconds));
        return Outcome.of(
                requests,
                new ExperimentView(
                        experimentId,
                        List.of(new RunView(run, "completed", finished, List.of(), List.of(measured), List.of()))));
    }
}
