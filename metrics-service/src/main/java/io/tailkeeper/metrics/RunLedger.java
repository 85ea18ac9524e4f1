package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The books of all runs, kept from messages in any order and any number of deliveries.
 *
 * <p>Everything can be rebuilt by recording the same messages again. Safe for use by several threads.
 */
public final class RunLedger {

    private static final Comparator<RunView> BY_REQUEST = Comparator.comparing(
                    (RunView view) -> view.run().requestedAt())
            .thenComparing(view -> view.run().runId());

    private final Map<String, RunAccount> runs = new TreeMap<>();
    private final Map<GenerationKey, Instant> unbalancedSince = new HashMap<>();
    private final Map<GenerationKey, Silence> unanswered = new HashMap<>();
    private final Map<String, Long> heard = new HashMap<>();
    private final Duration booksPatience;
    private Set<String> changed = new LinkedHashSet<>();

    /**
     * An empty ledger.
     *
     * @param booksPatience how long a generation whose books do not balance waits for the missing samples before it is
     *     measured as it stands, so that a lost sample cannot hold a run for ever
     */
    public RunLedger(Duration booksPatience) {
        this.booksPatience = booksPatience;
    }

    /** Records that a run is wanted. */
    public synchronized void record(RunRequested message) {
        touch(message.runId()).requested(message);
    }

    /** Records a sample that joined the stream. */
    public synchronized void record(SampleCollected message) {
        recordCollected(message.generationKey(), message.sampleId());
    }

    /** Records a sample that joined the stream by its id alone, for one that cannot be read whole. */
    public synchronized void recordCollected(GenerationKey key, String sampleId) {
        touch(key).collected(sampleId);
    }

    /** Records a collected sample that went to a dead-letter topic. */
    public synchronized void recordDeadLettered(GenerationKey key, String sampleId) {
        touch(key).deadLettered(sampleId);
    }

    /** Records a labelled text; held-out parts are not kept. */
    public synchronized void record(CalibrationSample message) {
        RunState state = touch(message.runId()).state();
        if (message.part() == CalibrationSample.Part.CALIBRATION && state == RunState.RUNNING) {
            touch(message.generationKey()).calibrationPart().add(message);
        }
    }

    /** Records a detector's calibration. */
    public synchronized void record(DetectorCalibrated message) {
        touch(message.generationKey()).detectors().calibrated(message);
        heard.merge(message.detectorId(), 1L, Long::sum);
    }

    /** Records a detector's judgement. */
    public synchronized void record(SampleScored message) {
        touch(message.sample().generationKey()).detectors().scored(message);
        heard.merge(message.detectorId(), 1L, Long::sum);
    }

    /** Records a batch on its way to training. */
    public synchronized void record(WeightedBatch message) {
        touch(message.generationKey()).batch(message);
    }

    /** Records where the trainer is. */
    public synchronized void record(TrainingProgress message) {
        touch(message.generationKey()).progress(message);
    }

    /** Records a trained generation. */
    public synchronized void record(GenerationTrained message) {
        touch(message.run().runId()).trained(message);
    }

    /** Records a measured generation, own or found on the topic; its texts are forgotten. */
    public synchronized void record(GenerationMeasured message) {
        touch(message.generationKey().runId()).measured(message);
        unbalancedSince.remove(message.generationKey());
    }

    /** Records how a detector compares. */
    synchronized void record(DetectorComparison comparison, DetectorFigures figures) {
        touch(comparison.generationKey()).detectors().compared(comparison, figures);
    }

    /** Records the end of a run. */
    public synchronized void record(RunFinished message) {
        touch(message.runId()).finished(message);
    }

    private RunAccount touch(String runId) {
        changed.add(runId);
        return runs.computeIfAbsent(runId, RunAccount::new);
    }

    private GenerationAccount touch(GenerationKey key) {
        return touch(key.runId()).generation(key.generation());
    }

    /** A generation that can be measured now. */
    synchronized Optional<Measurement> findDue(Instant now) {
        return runs.values().stream()
                .map(account -> account.findDue(base(account)))
                .flatMap(Optional::stream)
                .filter(measurement -> complete(measurement, now))
                .findFirst();
    }

    /** A detector whose figures can be found now. */
    synchronized Optional<DetectorComparison> findComparison() {
        return runs.values().stream()
                .flatMap(account -> account.findComparison().stream())
                .findFirst();
    }

    private RunAccount base(RunAccount account) {
        return account.known() && account.run().baseRunId() != null
                ? runs.get(account.run().baseRunId())
                : null;
    }

    private boolean complete(Measurement measurement, Instant now) {
        Books books = measurement.books();
        boolean nothingUnderWay = books.collected() == books.scored() + books.deadLettered();
        if (nothingUnderWay && books.scored() >= books.pooled() + books.rejected()) {
            return true;
        }
        Instant since = unbalancedSince.computeIfAbsent(measurement.generationKey(), _ -> now);
        return !now.isBefore(since.plus(booksPatience));
    }

    /**
     * The generations that have waited too long for the detector their run selects with.
     *
     * @param patience longest silence; a detector that says anything in the meantime, of whatever run, is only busy
     */
    synchronized List<Unanswered> findUnanswered(Instant now, Duration patience) {
        List<Unanswered> waiting = runs.values().stream()
                .flatMap(account -> account.findUnanswered().stream())
                .toList();
        unanswered
                .keySet()
                .retainAll(waiting.stream().map(Unanswered::generation).toList());
        return waiting.stream()
                .filter(owed -> {
                    long messages = heard.getOrDefault(owed.detectorId(), 0L);
                    Silence silence = unanswered.get(owed.generation());
                    if (silence == null || silence.messages() != messages) {
                        silence = new Silence(now, messages);
                        unanswered.put(owed.generation(), silence);
                    }
                    return !now.isBefore(silence.since().plus(patience));
                })
                .toList();
    }

    /** Since when a detector has said no more than so many messages. */
    private record Silence(Instant since, long messages) {}

    /** The runs whose generations are all measured and that nobody has ended. */
    synchronized List<String> findReadyToFinish() {
        return runs.entrySet().stream()
                .filter(entry -> entry.getValue().readyToFinish())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The known runs that changed since the last call, in the order of their first change. */
    public synchronized List<String> drainChanged() {
        Set<String> drained = changed;
        changed = new LinkedHashSet<>();
        return drained.stream().filter(runId -> runs.get(runId).known()).toList();
    }

    /** A run as it stands. */
    public synchronized Optional<RunView> findRun(String runId) {
        return Optional.ofNullable(runs.get(runId)).filter(RunAccount::known).map(RunAccount::view);
    }

    /** All runs, in the order they were asked for. */
    public synchronized List<RunView> runs() {
        return runs.values().stream()
                .filter(RunAccount::known)
                .map(RunAccount::view)
                .sorted(BY_REQUEST)
                .toList();
    }

    /** The runs of one experiment, in the order they were asked for; none when it is not known. */
    public synchronized List<RunView> runs(String experimentId) {
        return runs.values().stream()
                .filter(RunAccount::known)
                .filter(account -> account.run().experimentId().equals(experimentId))
                .map(RunAccount::view)
                .sorted(BY_REQUEST)
                .toList();
    }

    /** All experiments, the newest first. */
    public List<ExperimentSummary> experiments() {
        return runs().stream().collect(Collectors.groupingBy(view -> view.run().experimentId())).values().stream()
                .map(RunLedger::summary)
                .sorted(Comparator.comparing(ExperimentSummary::requestedAt)
                        .reversed()
                        .thenComparing(ExperimentSummary::experimentId))
                .toList();
    }

    private static ExperimentSummary summary(List<RunView> views) {
        return new ExperimentSummary(
                views.getFirst().run().experimentId(),
                views.stream().map(view -> view.run().arm()).distinct().toList(),
                RunState.of(views.stream().map(RunView::state).toList()),
                views.getFirst().run().requestedAt());
    }
}
