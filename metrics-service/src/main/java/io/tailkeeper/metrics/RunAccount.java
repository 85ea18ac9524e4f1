package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SelectionSummary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All that is known of one run. Not safe for use by several threads. */
final class RunAccount {

    private final String runId;
    private final SortedMap<Integer, GenerationAccount> generations = new TreeMap<>();
    private RunRequested run;
    private RunFinished finished;

    RunAccount(String runId) {
        this.runId = runId;
    }

    GenerationAccount generation(int generation) {
        return generations.computeIfAbsent(
                generation, number -> new GenerationAccount(new GenerationKey(runId, number)));
    }

    void requested(RunRequested request) {
        run = request;
    }

    /** Every generation report carries the run whole; it stands in until the request itself arrives. */
    void trained(GenerationTrained trained) {
        if (run == null) {
            run = trained.run();
        }
        generation(trained.generation()).trained(trained);
    }

    void measured(GenerationMeasured measured) {
        int number = measured.generationKey().generation();
        generation(number).measured(measured);
        generation(number + 1).calibrationPart().release();
    }

    void finished(RunFinished message) {
        finished = message;
        if (message.status() != RunFinished.Status.COMPLETED) {
            generations.values().forEach(account -> account.calibrationPart().release());
        }
    }

    boolean known() {
        return run != null;
    }

    RunRequested run() {
        return run;
    }

    RunState state() {
        return RunState.of(finished);
    }

    /** Whether every generation is measured and nobody has said that the run is over. */
    boolean readyToFinish() {
        return run != null
                && finished == null
                && IntStream.rangeClosed(0, run.specification().generations())
                        .allMatch(number ->
                                find(number).map(GenerationAccount::measured).isPresent());
    }

    /** The next generation to measure, when all that its measures need is there; {@code base} is null when not known. */
    Optional<Measurement> findDue(RunAccount base) {
        if (run == null || finished != null) {
            return Optional.empty();
        }
        return IntStream.rangeClosed(0, run.specification().generations())
                .filter(number -> find(number).map(GenerationAccount::measured).isEmpty())
                .boxed()
                .findFirst()
                .flatMap(number -> findMeasurement(number, base));
    }

    private Optional<Measurement> findMeasurement(int number, RunAccount base) {
        GenerationTrained trained = find(number).map(GenerationAccount::trained).orElse(null);
        GenerationAccount next = generations.get(number + 1);
        if (trained == null || next == null || !next.calibrationPart().complete()) {
            return Optional.empty();
        }
        DetectorCalibrated calibrated = next.detectors().calibrated(detectorId());
        if (calibrated == null) {
            return Optional.empty();
        }
        OptionalDouble poolAuroc = generations.get(number).detectors().poolAuroc(detectorId());
        GenerationMeasured first = generations.get(0).measured();
        return Optional.of(new Measurement(
                trained,
                generations.get(0).trained().test(),
                new Measurement.Texts(
                        next.calibrationPart().texts(true),
                        next.calibrationPart().texts(false)),
                number == 0 ? null : first.text().vocabularyCoverage(),
                new Measurement.Detection(calibrated, poolAuroc.isPresent() ? poolAuroc.getAsDouble() : null),
                trained.adopted() ? books(base, trained.selection()) : books(this, number, trained.selection())));
    }

    /** A detector whose figures can be found now. */
    Optional<DetectorComparison> findComparison() {
        return selecting()
                .flatMap(entry -> entry.getValue().detectors().findDue(run, entry.getKey()).stream())
                .findFirst();
    }

    /** The generation for which the run's detector owes an answer: to its samples, or to its calibration part. */
    Optional<Unanswered> findUnanswered() {
        if (run == null || finished != null) {
            return Optional.empty();
        }
        return generations.entrySet().stream()
                .filter(entry -> owesAnswer(entry.getKey(), entry.getValue()))
                .findFirst()
                .map(entry -> new Unanswered(
                        new GenerationKey(runId, entry.getKey()), detectorId(), others(entry.getValue())));
    }

    private boolean owesAnswer(int number, GenerationAccount account) {
        if (number == 0) {
            int pooled = run.specification().data().pooledDocuments(0);
            return run.baseRunId() == null
                    && account.hasCollected(pooled)
                    && account.detectors().judged(detectorId()).size() == 0;
        }
        return account.calibrationPart().complete() && account.detectors().calibrated(detectorId()) == null;
    }

    private SortedSet<String> others(GenerationAccount account) {
        SortedSet<String> others = account.detectors().ids();
        others.remove(detectorId());
        return others;
    }

    /** The generations whose pool detectors decide about; generation 0 is trained on as it is. */
    private Stream<Map.Entry<Integer, GenerationAccount>> selecting() {
        return run == null
                ? Stream.empty()
                : generations.subMap(1, run.specification().generations() + 1).entrySet().stream();
    }

    private static Books books(RunAccount base, SelectionSummary selection) {
        return base == null || base.run == null
                ? new Books(0, 0, 0, selection.pooled(), selection.rejected(), selection.selected())
                : books(base, 0, selection);
    }

    private static Books books(RunAccount account, int number, SelectionSummary selection) {
        return account.generation(number).books(account.detectorId(), selection);
    }

    RunView view() {
        return new RunView(
                run,
                state(),
                finished,
                generations.entrySet().stream()
                        .filter(entry -> entry.getKey() <= run.specification().generations())
                        .filter(entry -> entry.getKey() > 0 || run.baseRunId() == null)
                        .map(entry -> entry.getValue()
                                .progress(
                                        entry.getKey(),
                                        run.specification().data().pooledDocuments(entry.getKey()),
                                        detectorId()))
                        .toList(),
                generations.values().stream()
                        .map(GenerationAccount::measured)
                        .filter(Objects::nonNull)
                        .toList(),
                selecting()
                        .flatMap(entry -> entry.getValue().detectors().views(run, entry.getKey()).stream())
                        .toList());
    }

    List<Integer> measuredGenerations() {
        return generations.entrySet().stream()
                .filter(entry -> entry.getValue().measured() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    Optional<GenerationMeasured> findMeasured(int generation) {
        return find(generation).map(GenerationAccount::measured);
    }

    private Optional<GenerationAccount> find(int generation) {
        return Optional.ofNullable(generations.get(generation));
    }

    private String detectorId() {
        return run.specification().selection().detectorId();
    }
}
