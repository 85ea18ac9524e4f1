package io.tailkeeper.metrics;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures what the ledger has complete, one generation at a time, and ends the runs that are through; and compares
 * detectors.
 */
public final class MeasuringDesk {

    /** The name of this service in messages. */
    public static final String SERVICE = "metrics";

    private final RunLedger ledger;
    private final Clock clock;
    private final Duration detectorPatience;

    /** A desk that waits a quarter of an hour for detectors. */
    public MeasuringDesk(RunLedger ledger, Clock clock) {
        this(ledger, clock, Duration.ofMinutes(15));
    }

    /**
     * A desk over a ledger.
     *
     * @param clock stamps the ends of runs and measures patience, nothing else
     * @param detectorPatience how long a run waits for the detector it selects with before it fails
     */
    public MeasuringDesk(RunLedger ledger, Clock clock, Duration detectorPatience) {
        this.ledger = ledger;
        this.clock = clock;
        this.detectorPatience = detectorPatience;
    }

    /**
     * Publishes every generation that can be measured and every end that is due. What is handed to a consumer that
     * returns is recorded and not handed over again; what one throws on is handed over again the next time.
     */
    public void work(Consumer<GenerationMeasured> measures, Consumer<RunFinished> ends) {
        Optional<Measurement> due = ledger.findDue(clock.instant());
        while (due.isPresent()) {
            measure(due.get(), measures, ends);
            due = ledger.findDue(clock.instant());
        }
        ledger.findUnanswered(clock.instant(), detectorPatience)
                .forEach(unanswered -> end(
                        new RunFinished(
                                unanswered.generation().runId(),
                                RunFinished.Status.FAILED,
                                SERVICE,
                                unanswered.reason(detectorPatience),
                                clock.instant()),
                        ends));
        List<String> ready = ledger.findReadyToFinish();
        ready.forEach(runId ->
                end(new RunFinished(runId, RunFinished.Status.COMPLETED, SERVICE, null, clock.instant()), ends));
    }

    /**
     * Finds the figures of every detector that has scored a whole pool. Takes ten seconds of a core for the largest pools,
     * so it is called by a thread of its own, one at a time: nothing that is published waits for a shadow.
     */
    public void compareDetectors() {
        Optional<DetectorComparison> due = ledger.findComparison();
        while (due.isPresent()) {
            DetectorComparison comparison = due.get();
            ledger.record(comparison, comparison.compare());
            due = ledger.findComparison();
        }
    }

    private void measure(Measurement due, Consumer<GenerationMeasured> measures, Consumer<RunFinished> ends) {
        GenerationMeasured measured;
        try {
            measured = due.measure();
        } catch (IllegalArgumentException | ArithmeticException e) {
            String reason = "generation " + due.generationKey() + " could not be measured: " + e.getMessage()
                    + "; look at the calibration part and the trainer's figures of that generation, then start the run"
                    + " again under a new name";
            end(
                    new RunFinished(
                            due.generationKey().runId(), RunFinished.Status.FAILED, SERVICE, reason, clock.instant()),
                    ends);
            return;
        }
        measures.accept(measured);
        ledger.record(measured);
    }

    private void end(RunFinished end, Consumer<RunFinished> ends) {
        ends.accept(end);
        ledger.record(end);
    }
}
