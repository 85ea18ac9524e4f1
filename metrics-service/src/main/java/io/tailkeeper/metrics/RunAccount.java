package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.metrics.comparison.DueComparison;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.metrics.view.RunView;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one run at one moment, but for texts and probabilities.
 *
 * @param run what was asked for
 * @param finished how it ended; null while nobody has ended it
 * @param generations the generations of which anything is known, by number
 */
public record RunAccount(
        RunRequested run, @Nullable RunFinished finished, SortedMap<Integer, GenerationAccount> generations) {

    /** Whether every generation is measured and nobody has said that the run is over. */
    boolean readyToFinish() {
        return finished == null
                && IntStream.rangeClosed(0, run.specification().generations())
                        .allMatch(number ->
                                find(number).map(GenerationAccount::measured).isPresent());
    }

    /** The next generation to measure, when all that its measures need is there; {@code base} is null when not known. */
    Optional<Measurement> findDue(@Nullable RunAccount base) {
        if (finished != null) {
            return Optional.empty();
        }
        return IntStream.rangeClosed(0, run.specification().generations())
                .filter(number -> find(number).map(GenerationAccount::measured).isEmpty())
                .boxed()
                .findFirst()
                .flatMap(number -> findMeasurement(number, base));
    }

    private Optional<Measurement> findMeasurement(int number, @Nullable RunAccount base) {
        GenerationTrained trained = find(number).map(GenerationAccount::trained).orElse(null);
        GenerationAccount next = generations.get(number + 1);
        if (trained == null || next == null || !next.calibrationPartComplete()) {
            return Optional.empty();
        }
        DetectorView.Calibration calibration = next.detector(detectorId()).calibration();
        if (calibration == null) {
            return Optional.empty();
        }
        GenerationMeasured first = find(0).map(GenerationAccount::measured).orElse(null); // null: this one is the first
        return Optional.of(new Measurement(
                trained,
                first == null ? trained.test() : first.trained().test(),
                first == null ? null : first.text(),
                calibration.quality(),
                trained.adopted() ? books(base, trained.selection()) : books(this, number, trained.selection())));
    }

    /** A detector whose figures can be found now. */
    public Optional<DueComparison> findComparison() {
        return selecting()
                .flatMap(entry -> findComparison(entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    /** A detector that has scored the whole pool, as the deciding one has, and has no figures yet. */
    private Optional<DueComparison> findComparison(int number, GenerationAccount generation) {
        int pool = run.specification().data().pooledDocuments(number);
        if (pool > DueComparison.MAX || generation.detector(detectorId()).scored() != pool) {
            return Optional.empty();
        }
        return generation.detectors().entrySet().stream()
                .filter(entry ->
                        entry.getValue().scored() == pool && entry.getValue().figures() == null)
                .map(entry -> new DueComparison(run, number, entry.getKey()))
                .findFirst();
    }

    /**
     * What the run waits for and nobody gives: its base run, or its detector's answer to the samples or the calibration part
     * of a generation.
     *
     * @param base null when it is not known
     */
    Optional<Unanswered> findUnanswered(@Nullable RunAccount base) {
        if (finished != null) {
            return Optional.empty();
        }
        if (base == null
                && run.baseRunId() != null
                && find(0).map(GenerationAccount::trained).isEmpty()) {
            return Optional.of(new Unanswered.ByBase(new GenerationKey(run.runId(), 0), run.baseRunId()));
        }
        return generations.entrySet().stream()
                .filter(entry -> owesAnswer(entry.getKey(), entry.getValue()))
                .findFirst()
                .map(entry -> new Unanswered.ByDetector(
                        new GenerationKey(run.runId(), entry.getKey()), detectorId(), others(entry.getValue())));
    }

    private boolean owesAnswer(int number, GenerationAccount account) {
        DetectorAccount detector = account.detector(detectorId());
        if (number == 0) {
            return run.baseRunId() == null
                    && account.counts().collected()
                            >= run.specification().data().pooledDocuments(0)
                    && detector.scored() == 0;
        }
        return account.calibrationPartComplete() && detector.calibration() == null;
    }

    private SortedSet<String> others(GenerationAccount account) {
        SortedSet<String> others = new TreeSet<>(account.detectors().keySet());
        others.remove(detectorId());
        return others;
    }

    /** The generations whose pool detectors decide about; generation 0 is trained on as it is. */
    Stream<Map.Entry<Integer, GenerationAccount>> selecting() {
        return generations.subMap(1, run.specification().generations() + 1).entrySet().stream();
    }

    private static Books books(@Nullable RunAccount base, SelectionSummary selection) {
        return base == null
                ? new Books(0, 0, 0, selection.pooled(), selection.rejected(), selection.selected())
                : books(base, 0, selection);
    }

    private static Books books(RunAccount account, int number, SelectionSummary selection) {
        return account.find(number)
                .map(generation -> generation.books(account.detectorId(), selection))
                .orElseGet(() -> books(null, selection));
    }

    /** The run as people and programs read it. */
    public RunView view() {
        return RunViews.of(this);
    }

    /** A generation of which anything is known. */
    public Optional<GenerationAccount> find(int generation) {
        return Optional.ofNullable(generations.get(generation));
    }

    /** The detector whose scores the run selects by. */
    public String detectorId() {
        return run.specification().selection().detectorId();
    }
}
