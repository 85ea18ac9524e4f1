package io.tailkeeper.report.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.Canned;
import io.tailkeeper.report.SeveralSeeds;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.GenerationProgress;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisplayTest {

    private static final RunRequested PROTECTED = Canned.requests().get(3);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void armsSayWhatTheyAreDoing() {
        assertThat(ArmProgress.of(PROTECTED, null).state()).isEqualTo("waiting");
        assertThat(state(progress(null, 1200, 0, null))).isEqualTo("generation 2 of 4  collected 1,200 of 3,072");
        assertThat(state(progress(null, 3072, 512, null)))
                .isEqualTo("generation 2 of 4  collected 3,072 of 3,072, scored 512");
        assertThat(state(progress("selecting", 3072, 3072, null))).isEqualTo("generation 2 of 4  selected  96 batches");
        assertThat(state(progress("training", 3072, 3072, 3.25)))
                .isEqualTo("generation 2 of 4  training 48 of 96  loss 3.250  21,000 tokens/s");
        assertThat(ArmProgress.of(
                                PROTECTED, Canned.view().run(PROTECTED.runId()).orElseThrow())
                        .state())
                .isEqualTo("done  perplexity 89.6, 1.12 times generation 0");
    }

    @Test
    void aRunOfGenerationZeroAloneIsNotTheZerothOfNone() {
        RunRequested base = Canned.requests().getFirst();
        RunView view = new RunView(
                base,
                "running",
                null,
                List.of(new GenerationProgress(0, 12, 24, 0, 0, false, 0, null, 0, 0, null, null)),
                List.of(),
                List.of());

        assertThat(ArmProgress.of(base, view).state()).isEqualTo("generation 0  collected 12 of 24");
        assertThat(ArmProgress.place(PROTECTED, 2)).isEqualTo("generation 2 of 4");
    }

    @Test
    void fractionGrowsFromPhaseToPhase() {
        List<Double> fractions = List.of(
                        progress(null, 0, 0, null),
                        progress(null, 1200, 0, null),
                        progress(null, 3072, 512, null),
                        progress("training", 3072, 3072, 3.25),
                        progress("evaluating", 3072, 3072, 3.25))
                .stream()
                .map(progress -> ArmProgress.of(PROTECTED, view(progress)).fraction())
                .toList();

        assertThat(fractions)
                .isNotEmpty()
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(each -> each >= 0.25 && each < 0.5);
    }

    @Test
    void overallSaysTheTimeLeftWhereItIsKnown() {
        Overall half = new Overall(List.of(), 0.25);

        assertThat(half.line(Duration.ofSeconds(60), Optional.of(Duration.ofSeconds(180))))
                .isEqualTo(" 25 %  1:00 elapsed, about 3:00 left");
        assertThat(new Overall(List.of(), 0.01).line(Duration.ofSeconds(3700), Optional.empty()))
                .isEqualTo("  1 %  1:01:40 elapsed");
        assertThat(Overall.of(Canned.requests(), Canned.view()).fraction()).isEqualTo(1);
    }

    @Test
    void plainDisplayTellsEachTrainedGenerationOnceAndNowAndThenTheState() {
        PlainDisplay display = new PlainDisplay(out, List.of(PROTECTED), () -> now);
        ExperimentView view = new ExperimentView("quickstart-1", List.of(view(progress(null, 1200, 0, null))));

        display.event("up");
        display.starting();
        now = now.plusSeconds(100);
        display.starting();
        display.asked(now);
        display.show(view);
        now = now.plus(PlainDisplay.EVERY);
        display.show(view);
        display.close();

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "up",
                        "      1:40 elapsed, starting",
                        "protected: generation 1 of 4 measured, perplexity 82.4 (1.03 times generation 0), vocabulary"
                                + " coverage 0.60",
                        " 28 %  2:00 elapsed",
                        "      protected: generation 2 of 4  collected 1,200 of 3,072");
    }

    @Test
    void theClockOfATerminalGoesFromTheStartToTheEnd() {
        TerminalDisplay display = new TerminalDisplay(out, List.of(PROTECTED), () -> now, 80);

        now = now.plusSeconds(3);
        display.starting();
        display.event("Kafka is up");
        now = now.plusSeconds(7);
        display.starting();
        display.asked(now);
        now = now.plusSeconds(20);
        display.show(new ExperimentView("quickstart-1", List.of(view(progress(null, 1200, 0, null)))));

        assertThat(display.shown()).isEqualTo(Duration.ofSeconds(30));
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("0:03 elapsed, starting", "Kafka is up", "0:10 elapsed, starting", "0:30 elapsed");
    }

    @Test
    void armsWaitForTheGenerationThatTheyShare() {
        RunView asked = new RunView(PROTECTED, "running", null, List.of(), List.of(), List.of());

        assertThat(ArmProgress.of(PROTECTED, asked).state()).isEqualTo("waits for generation 0");
    }

    @Test
    void whatIsExpectedGrowsWithTheModel() {
        RunRequested base = Canned.requests().getFirst();

        // 852 thousand parameters; generation 0: 768,000 tokens and a fifth for reading and evaluation
        assertThat(ExpectedTime.of(List.of(base)).orElseThrow().toMillis()).isBetween(48_000L, 53_000L);
        assertThat(ExpectedTime.of(Canned.requests()).orElseThrow().toSeconds()).isBetween(190L, 210L);
    }

    @Test
    void terminalDisplayDrawsOverItselfWithinTheWidth() {
        TerminalDisplay display = new TerminalDisplay(out, List.of(PROTECTED), () -> now, 60);

        display.show(ExperimentView.empty("quickstart-1"));
        display.event("redis ended");
        display.show(new ExperimentView("quickstart-1", List.of(view(progress("training", 3072, 3072, 3.25)))));
        display.close();

        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("\u001b[2A", "redis ended", "protected  ████████");
        assertThat(text.lines().map(line -> line.replaceAll("\u001b\\[[0-9]*[A-Z]", "")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.length()).isLessThan(60));
    }

    @Test
    void severalSeedsAreALineForEachArmWithinEightyColumns() {
        List<RunRequested> requests = SeveralSeeds.requests();
        List<RunView> runs = requests.stream()
                .filter(run -> run.specification().seed() < 44)
                .map(run -> run.specification().seed() == 42
                        ? SeveralSeeds.run(run, run.specification().generations(), true)
                        : SeveralSeeds.run(run, Math.min(1, run.specification().generations()), false))
                .toList();
        TerminalDisplay display = new TerminalDisplay(out, requests, () -> now, 80);

        display.show(new ExperimentView("quickstart-1", runs));
        display.close();

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1 + 5)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(80))
                .anyMatch(line ->
                        line.equals("protected       ████░░░░░░  1/3 seeds done  43: generation 2 of 4  waiting"));
        // a third of the work is done, and of the second third a base run and a quarter of the arms
        assertThat(Overall.of(requests, new ExperimentView("quickstart-1", runs))
                        .fraction())
                .isBetween(0.4, 0.65);
        assertThat(Overall.of(requests, SeveralSeeds.view()).fraction()).isEqualTo(1);
    }

    @Test
    void aSeedThatFailedIsCountedApart() {
        List<RunRequested> requests = SeveralSeeds.requests();
        List<RunView> runs = requests.stream()
                .map(run -> run.specification().seed() == 43
                        ? new RunView(
                                run,
                                "failed",
                                new RunFinished(run.runId(), RunFinished.Status.FAILED, "trainer", "broke", now),
                                List.of(),
                                List.of(),
                                List.of())
                        : SeveralSeeds.run(run, run.specification().generations(), true))
                .toList();

        assertThat(Overall.of(requests, new ExperimentView("quickstart-1", runs))
                        .lines())
                .hasSize(5)
                .allSatisfy(line -> assertThat(line.state()).isEqualTo("2/3 seeds done, 1 not completed"));
    }

    private static String state(GenerationProgress progress) {
        return ArmProgress.of(PROTECTED, view(progress)).state();
    }

    private static RunView view(GenerationProgress progress) {
        return new RunView(
                PROTECTED,
                "running",
                null,
                List.of(progress),
                List.of(Canned.measured(PROTECTED, 0), Canned.measured(PROTECTED, 1)),
                List.of());
    }

    private static GenerationProgress progress(String phase, int collected, int scored, Double loss) {
        return new GenerationProgress(
                2, collected, 3072, scored, 0, scored > 0, 96, phase, 48, 96, loss, loss == null ? null : 21_000.0);
    }
}
