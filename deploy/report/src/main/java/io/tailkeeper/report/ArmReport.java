package io.tailkeeper.report;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.report.text.Inert;
import io.tailkeeper.report.view.DetectorView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One run of the experiment.
 *
 * @param arm its arm
 * @param runId its name
 * @param status completed, failed, cancelled, or unfinished when the launcher stopped before its end
 * @param reason why it did not complete, or what ended the experiment before it; null when it did
 * @param specification all that decided its result
 * @param generations measured generations, in order
 * @param detectors every detector of every generation from 1 on, the deciding one first
 * @param alerts what was raised, by generation and rule
 */
public record ArmReport(
        String arm,
        String runId,
        String status,
        @Nullable String reason,
        RunSpecification specification,
        List<GenerationReport> generations,
        List<DetectorView> detectors,
        List<CollapseAlert> alerts) {

    private static final String UNFINISHED = "unfinished";

    /** Below it truncation cannot have done anything: one token in a thousand. */
    private static final double INERT = 0.001;

    public ArmReport {
        generations = List.copyOf(generations);
        detectors = List.copyOf(detectors);
        alerts = List.copyOf(alerts);
    }

    /** Without alerts. */
    public ArmReport(
            String arm,
            String runId,
            String status,
            @Nullable String reason,
            RunSpecification specification,
            List<GenerationReport> generations,
            List<DetectorView> detectors) {
        this(arm, runId, status, reason, specification, generations, detectors, List.of());
    }

    /** A requested run and what became of it; the view is null when nothing is known. */
    public static ArmReport of(RunRequested run, @Nullable RunView view) {
        RunFinished finished = view == null ? null : view.finished();
        return new ArmReport(
                run.arm(),
                run.runId(),
                view != null && finished != null ? view.state() : UNFINISHED,
                finished != null ? finished.reason() : "the launcher stopped before its end",
                run.specification(),
                view == null
                        ? List.of()
                        : view.generations().stream().map(GenerationReport::of).toList(),
                view == null ? List.of() : view.detectors(),
                view == null ? List.of() : view.alerts());
    }

    /** The same, and where it is unfinished, for this reason. */
    public ArmReport endedBy(String cause) {
        return unfinished()
                ? new ArmReport(arm, runId, status, cause, specification, generations, detectors, alerts)
                : this;
    }

    /** Whether the run came to its end. */
    public boolean completed() {
        return status.equals("completed");
    }

    /** Whether the launcher stopped before its end. */
    public boolean unfinished() {
        return status.equals(UNFINISHED);
    }

    /** Whether the run trains generation 0 for the others. */
    boolean base() {
        return specification.generations() == 0;
    }

    /** Whether it learns from human text only: what the others are measured against. */
    boolean floor() {
        return !base()
                && (!specification.data().hasMachineText()
                        || specification.selection().method() == SelectionSpecification.Method.ORACLE);
    }

    /** The seed of everything random in it. */
    public long seed() {
        return specification.seed();
    }

    /** The same by another name. */
    ArmReport called(String name) {
        return new ArmReport(name, runId, status, reason, specification, generations, detectors, alerts);
    }

    /** Whether a generation after generation 0 was measured; that is the same for all, and says nothing of an arm. */
    boolean beyondZero() {
        return last().filter(last -> last.generation() > 0).isPresent();
    }

    Optional<GenerationReport> find(int generation) {
        return generations.stream()
                .filter(each -> each.generation() == generation)
                .findFirst();
    }

    public Optional<GenerationReport> last() {
        return generations.isEmpty() ? Optional.empty() : Optional.of(generations.getLast());
    }

    /** Generations that this run trained itself. */
    List<GenerationReport> own() {
        return generations.stream().filter(generation -> !generation.adopted()).toList();
    }

    /**
     * A figure of a generation.
     *
     * @param name in the dictionary of measures
     * @return empty where it was not measured, or is no number
     */
    public OptionalDouble figure(String name, int generation) {
        return find(generation).stream()
                .map(each -> GenerationsCsv.figures()
                        .getOrDefault(name, (_, _) -> null)
                        .apply(this, each))
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .findFirst();
    }

    /** Digests of the weights, by generation. */
    List<String> weights() {
        return generations.stream().map(GenerationReport::checkpointSha256).toList();
    }

    /** Whether others scored beside the deciding detector. */
    boolean shadowed() {
        return detectors.stream().anyMatch(detector -> !detector.deciding());
    }

    /** Whether a detector's scores decide what it learns. */
    boolean selects() {
        return specification.selection().readsScores();
    }

    /** Generations selected by a detector that says of itself that it cannot be selected by. */
    List<DetectorView> selectedBlindly() {
        return selects()
                ? detectors.stream()
                        .filter(detector -> detector.deciding() && detector.tooWeak())
                        .toList()
                : List.of();
    }

    /** What is to be said of token editing, and of a selection by states, that changed next to nothing. */
    List<String> inert() {
        return Inert.of(
                specification.selection().method(),
                own().stream().map(GenerationReport::selection).toList(),
                own().stream()
                        .map(generation -> generation.training().edits())
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Whether truncation was asked for and masked next to nothing. */
    boolean truncationInert() {
        return specification.loss().name().masks()
                && !base()
                && !own().isEmpty()
                && own().stream().allMatch(generation -> generation.training().maskedShare() < INERT);
    }
}
