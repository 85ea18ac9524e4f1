package io.tailkeeper.report;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.measures.generations.RiskRecursion;
import io.tailkeeper.report.view.DetectorView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /** Token editing that changes fewer tokens than this share in every generation did nothing. */
    private static final double INERT_EDITS = 0.01;

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
    long seed() {
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

    Optional<GenerationReport> last() {
        return generations.isEmpty() ? Optional.empty() : Optional.of(generations.getLast());
    }

    /** Generations that this run trained itself. */
    List<GenerationReport> own() {
        return generations.stream().filter(generation -> !generation.adopted()).toList();
    }

    /** Whether others scored beside the deciding detector. */
    boolean shadowed() {
        return detectors.stream().anyMatch(detector -> !detector.deciding());
    }

    /** Whether a detector's scores decide what it learns. */
    boolean selects() {
        return specification.selection().method().readsScores();
    }

    /** Generations selected by a detector that says of itself that it cannot be selected by. */
    List<DetectorView> selectedBlindly() {
        return selects()
                ? detectors.stream()
                        .filter(detector -> detector.deciding() && detector.tooWeak())
                        .toList()
                : List.of();
    }

    /** R_t / R_0 as arXiv 2602.10531 predicts it from the numbers of documents; null where text of earlier generations stays. */
    @Nullable
    Double predictedRisk(int generation) {
        DataSpecification data = specification.data();
        if (data.rewrites() || data.accumulates()) {
            return null;
        }
        double[] sizes = IntStream.rangeClosed(0, generation)
                .mapToDouble(data::pooledDocuments)
                .toArray();
        double[] humans = IntStream.rangeClosed(0, generation)
                .mapToDouble(t -> data.humanDocuments(t) / sizes[t])
                .toArray();
        return RiskRecursion.of(sizes, humans)[generation];
    }

    /** What is to be said of token editing that changed next to nothing; empty where it changed enough, or none was asked for. */
    Optional<String> editingInert() {
        List<TokenEdits> edits = own().stream()
                .map(generation -> generation.training().edits())
                .filter(Objects::nonNull)
                .toList();
        double changed =
                edits.stream().mapToDouble(TokenEdits::changedShare).max().orElse(1);
        double edited =
                edits.stream().mapToDouble(TokenEdits::editedShare).max().orElse(1);
        return changed >= INERT_EDITS
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "token editing changed less than 1 %% of the human tokens in every generation (at most %.3f %%, and drew"
                                + " %.3f %% again), so it was inert here; lower data.edit.probability or raise data.edit.beta",
                        100 * changed,
                        100 * edited));
    }

    /** Whether truncation was asked for and masked next to nothing. */
    boolean truncationInert() {
        return specification.loss().name().truncates()
                && !base()
                && !own().isEmpty()
                && own().stream().allMatch(generation -> generation.training().maskedShare() < INERT);
    }
}
