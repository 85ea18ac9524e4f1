package io.tailkeeper.metrics;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done about a run: measure a generation that is complete, raise an alert, end a run that is through, that a
 * rule ends or that nobody answers, or wait. Equal accounts at equal times give equal decisions, whoever asks.
 *
 * @param booksPatience how long a generation whose books do not balance waits for the missing samples before it is measured
 *     as it stands, so that a lost sample cannot hold a run for ever
 * @param basePatience how long a run waits for a base run that nobody has requested; then it fails
 * @param detectorPatience how long the detector that a run selects with may say nothing while the run waits for it; then
 *     the run fails
 */
public record MeasuringDesk(Duration booksPatience, Duration basePatience, Duration detectorPatience) {

    /** The name of this service in messages. */
    public static final String SERVICE = "metrics";

    /** What is to be done now; when it is done, the desk is asked again. */
    public sealed interface Decision {}

    /** A generation is to be measured. */
    public record Measure(Measurement measurement) implements Decision {}

    /** An alert is to be raised. */
    public record Raise(CollapseAlert alert) implements Decision {}

    /** The run is to be ended. */
    public record End(RunFinished end) implements Decision {}

    /**
     * Nothing, before a message comes or a patience ends.
     *
     * @param waiting the generations that wait for the end of a patience, as they are to be noted; null for none
     */
    public record Wait(Waits waiting) implements Decision {}

    /** A generation whose books do not balance, and one to which a base run or a detector owes an answer; null where there is none. */
    public record Waits(@Nullable GenerationKey unbalanced, @Nullable GenerationKey unanswered) {

        /** Whether there is nothing to wait for. */
        public boolean nothing() {
            return unbalanced == null && unanswered == null;
        }
    }

    /**
     * The decision about a run.
     *
     * @param base the run whose generation 0 it adopts; null when there is none, or it is not known
     * @param heard when the run's detector has last said anything, of whatever run: one that speaks is only busy; null for
     *     never
     */
    public Decision decide(RunAccount account, @Nullable RunAccount base, @Nullable Instant heard, Instant now) {
        Optional<Decision> alert = byRules(account, now);
        if (alert.isPresent()) {
            return alert.get();
        }
        Optional<Measurement> due = account.findDue(base);
        if (due.isPresent() && (due.get().complete() || patienceOver(account, due.get(), now))) {
            return new Measure(due.get());
        }
        Optional<Unanswered> unanswered = account.findUnanswered(base);
        if (unanswered.isPresent() && patienceOver(account, unanswered.get(), heard, now)) {
            return failed(account, unanswered.get().reason(patience(unanswered.get())), now);
        }
        if (account.readyToFinish()) {
            return new End(new RunFinished(account.run().runId(), RunFinished.Status.COMPLETED, SERVICE, null, now));
        }
        return new Wait(new Waits(
                due.map(Measurement::generationKey).orElse(null),
                unanswered.map(Unanswered::generation).orElse(null)));
    }

    /** What the rules of alerts ask for: every alert is raised before the run ends by one, or goes on. */
    private static Optional<Decision> byRules(RunAccount account, Instant now) {
        return RunAlerts.due(account, now).<Decision>map(Raise::new).or(() -> RunAlerts.ending(account)
                .map(alert -> new End(new RunFinished(
                        account.run().runId(),
                        RunFinished.Status.CANCELLED,
                        SERVICE,
                        "ended by rule " + alert.rule() + ": " + alert.message(),
                        now))));
    }

    /** The end of a run one of whose generations has nothing that could be measured. */
    public End unmeasurable(RunAccount account, Measurement due, RuntimeException cause, Instant now) {
        return failed(
                account,
                "generation " + due.generationKey() + " could not be measured: " + cause.getMessage()
                        + "; look at the calibration part and the trainer's figures of that generation, then start the"
                        + " run again under a new name",
                now);
    }

    private static End failed(RunAccount account, String reason, Instant now) {
        return new End(new RunFinished(account.run().runId(), RunFinished.Status.FAILED, SERVICE, reason, now));
    }

    private boolean patienceOver(RunAccount account, Measurement due, Instant now) {
        Instant since = waiting(account, due.generationKey()).unbalanced();
        return since == null ? booksPatience.isZero() : !now.isBefore(since.plus(booksPatience));
    }

    private boolean patienceOver(RunAccount account, Unanswered unanswered, @Nullable Instant heard, Instant now) {
        Instant since = waiting(account, unanswered.generation()).unanswered();
        if (since == null) {
            return false;
        }
        Instant from =
                unanswered instanceof Unanswered.ByDetector && heard != null && heard.isAfter(since) ? heard : since;
        return !now.isBefore(from.plus(patience(unanswered)));
    }

    private Duration patience(Unanswered unanswered) {
        return unanswered instanceof Unanswered.ByBase ? basePatience : detectorPatience;
    }

    private static GenerationAccount.Waiting waiting(RunAccount account, GenerationKey generation) {
        return account.find(generation.generation())
                .map(GenerationAccount::waiting)
                .orElse(GenerationAccount.Waiting.FOR_NOTHING);
    }
}
