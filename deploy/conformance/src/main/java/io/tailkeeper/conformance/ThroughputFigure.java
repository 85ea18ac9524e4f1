package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.contracts.SampleCollected;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How fast a detector answers when samples do not stop coming. */
final class ThroughputFigure {

    private static final int SAMPLES = 1_000;

    private final Trial trial;
    private final String run;

    /** @param run a calibrated run */
    ThroughputFigure(Trial trial, String run) {
        this.trial = trial;
        this.run = run;
    }

    CheckResult measure() {
        List<SampleCollected> samples = IntStream.range(0, SAMPLES)
                .mapToObj(i -> Trial.sample(run, "fast-" + i, Texts.human(i) + " " + i))
                .toList();
        List<String> ids = Trial.ids(samples);
        long begun = System.nanoTime();
        long end = begun + trial.settings().timeout().toNanos();
        trial.send(samples);
        trial.watch().await(() -> System.nanoTime() > end || answered(ids) == SAMPLES);
        double seconds = (System.nanoTime() - begun) / 1e9;
        int answered = answered(ids);
        return Check.THROUGHPUT.figure(String.format(
                Locale.ROOT, "%,.0f documents/s: %d of %d in %.1f s", answered / seconds, answered, SAMPLES, seconds));
    }

    private int answered(List<String> ids) {
        return trial.watch().answersTo(ids).size();
    }
}
