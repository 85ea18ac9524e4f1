package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.metrics.text.MeasuredText;
import io.tailkeeper.metrics.text.TextComparison;
import io.tailkeeper.metrics.view.DetectorView;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunAccountTest {

    private static final GenerationAccount.Counts NOTHING = new GenerationAccount.Counts(0, 0, 0, 0, 0);
    private static final GenerationAccount.Training UNKNOWN = new GenerationAccount.Training(null, null);

    private final FakeRun run = new FakeRun("run", (String) null);

    private static GenerationAccount account(
            GenerationAccount.Counts counts, GenerationAccount.Training training, GenerationMeasured measured) {
        return new GenerationAccount(
                counts, new TreeMap<>(), training, measured, new TreeMap<>(), GenerationAccount.Waiting.FOR_NOTHING);
    }

    private GenerationMeasured measuredZero() {
        return new GenerationMeasured(
                run.trained(0),
                1,
                TextComparison.of(
                        List.of(new MeasuredText("one two three four", null)),
                        List.of(new MeasuredText("one two three five", null))),
                0.8,
                null,
                new Books(0, 0, 0, 16, 0, 16),
                GenerationMeasured.Stage.HEALTHY);
    }

    @Test
    void aLaterGenerationIsMeasuredBesideZeroThoughTheReportOfItsTrainingIsGone() {
        SortedMap<Integer, GenerationAccount> generations = new TreeMap<>();
        generations.put(0, account(NOTHING, UNKNOWN, measuredZero()));
        generations.put(1, account(NOTHING, new GenerationAccount.Training(null, run.trained(1)), null));
        GenerationAccount part = account(new GenerationAccount.Counts(0, 0, 0, 32, 32), UNKNOWN, null);
        part.detectors().put("encoder", new DetectorAccount(0, DetectorView.Calibration.of(run.calibrated(2)), null));
        generations.put(2, part);
        assertThat(new RunAccount(run.request(), null, generations).findDue(null))
                .hasValueSatisfying(due -> {
                    assertThat(due.generationKey().generation()).isEqualTo(1);
                    assertThat(due.first()).isEqualTo(run.trained(0).test());
                    assertThat(due.firstText()).isEqualTo(measuredZero().text());
                });
    }
}
