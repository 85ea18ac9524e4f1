package io.tailkeeper.report.progress;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.report.view.ExperimentView.GenerationProgress;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How far one run is.
 *
 * @param run what was asked for
 * @param fraction of its work done, 0 to 1
 * @param state in words
 * @param end how it ended; running while it has not
 */
public record ArmProgress(RunRequested run, double fraction, String state, End end) {

    /** How a run ended. */
    enum End {
        RUNNING,
        COMPLETED,
        NOT_COMPLETED
    }

    /** What a generation costs whose text a model writes, which is scored and measured, as a multiple of its training alone. */
    private static final double WITH_DECODING = 3.5;

    /** A model writes the text, and the next generation's begins before this one is measured. */
    private static final Phases WRITTEN = new Phases(0.3, 0.1, 0.3);

    /** What generation 0 costs with reading its text and its evaluation, as a multiple of its training alone. */
    private static final double WITH_READING = 1.2;

    /** Human text is copied. */
    private static final Phases COPIED = new Phases(0.09, 0.06, 0.78);

    /** Shares of a generation's time, the rest is for evaluation; measured on quickstart runs, good enough to look at. */
    private record Phases(double collecting, double scoring, double training) {

        double done(GenerationProgress progress) {
            double expected = Math.max(1, progress.expected());
            double done = collecting * progress.collected() / expected + scoring * progress.scored() / expected;
            if ("training".equals(progress.phase())) {
                done = collecting + scoring + training * progress.done() / Math.max(1, progress.total());
            } else if ("evaluating".equals(progress.phase())) {
                done = collecting + scoring + training;
            }
            return Math.min(done, 1);
        }
    }

    /** A run that the metrics service may not know yet. */
    public static ArmProgress of(RunRequested run, @Nullable RunView view) {
        if (view == null) {
            return new ArmProgress(run, 0, "waiting", End.RUNNING);
        }
        if (view.over()) {
            return new ArmProgress(run, 1, over(view), view.completed() ? End.COMPLETED : End.NOT_COMPLETED);
        }
        if (!ownGenerationZero(run) && view.generations().isEmpty()) {
            return new ArmProgress(run, 0, "waits for generation 0", End.RUNNING);
        }
        int measured = measured(view);
        int generation = Math.min(measured + 1, generations(run));
        GenerationProgress progress = view.progress().stream()
                .filter(each -> each.generation() == (ownGenerationZero(run) ? measured : generation))
                .findFirst()
                .orElse(null);
        double done = work(run, measured, progress) / Math.max(1, weight(run));
        String place = place(run, ownGenerationZero(run) ? measured : generation);
        return new ArmProgress(run, Math.min(1, done), place + "  " + phase(progress), End.RUNNING);
    }

    /** A generation of a run, in words; one that trains generation 0 alone has no other. */
    static String place(RunRequested run, int generation) {
        int last = run.specification().generations();
        return "generation " + generation + (last == 0 ? "" : " of " + last);
    }

    /** How much work a run is, in optimizer tokens with decoding and scoring counted in. */
    public double weight() {
        return weight(run);
    }

    private static double weight(RunRequested run) {
        return zero(run) + generations(run) * later(run);
    }

    /** Work that is done: in generations that are measured, and in the next one. */
    private static double work(RunRequested run, int measured, @Nullable GenerationProgress next) {
        boolean first = ownGenerationZero(run) && measured == 0;
        double whole = ownGenerationZero(run) && measured > 0
                ? zero(run) + (measured - 1) * later(run)
                : measured * later(run);
        double begun = next == null ? 0 : (first ? COPIED : WRITTEN).done(next);
        return whole + begun * (first ? zero(run) : later(run));
    }

    private static double zero(RunRequested run) {
        return ownGenerationZero(run) ? WITH_READING * lossTokens(run, 0) : 0;
    }

    private static double later(RunRequested run) {
        return WITH_DECODING
                * IntStream.rangeClosed(1, generations(run))
                        .mapToDouble(generation -> lossTokens(run, generation))
                        .average()
                        .orElse(0);
    }

    /** As many documents selected as pooled. */
    private static double lossTokens(RunRequested run, int generation) {
        RunSpecification specification = run.specification();
        return specification
                .training(generation)
                .lossTokens(specification.text(), specification.data().pooledDocuments(generation));
    }

    private static boolean ownGenerationZero(RunRequested run) {
        return run.baseRunId() == null;
    }

    /** Generations measured that were this run's own work. */
    private static int measured(RunView view) {
        return (int) view.generations().stream()
                .filter(generation ->
                        ownGenerationZero(view.run()) || generation.trained().generation() > 0)
                .count();
    }

    private static int generations(RunRequested run) {
        return run.specification().generations();
    }

    private static String phase(@Nullable GenerationProgress progress) {
        if (progress == null) {
            return "waiting";
        }
        String refused = progress.deadLettered() == 0 ? "" : whole(", %,d refused", progress.deadLettered());
        if (progress.phase() == null || "selecting".equals(progress.phase())) {
            if (progress.collected() >= progress.expected() && progress.scored() >= progress.expected()) {
                return (progress.batches() == 0
                                ? "waits for the trainer"
                                : whole("selected  %,d batches", progress.batches()))
                        + refused;
            }
            return whole("collected %,d of %,d", progress.collected(), progress.expected())
                    + (progress.calibrated() ? whole(", scored %,d", progress.scored()) : "")
                    + refused;
        }
        if ("evaluating".equals(progress.phase()) && progress.done() >= progress.total()) {
            return "evaluated, waits until its text is written and measured" + refused;
        }
        return progress.phase()
                + whole(" %,d of %,d", progress.done(), progress.total())
                + (progress.loss() == null ? "" : whole("  loss %.3f", progress.loss()))
                + (progress.tokensPerSecond() == null ? "" : whole("  %,.0f tokens/s", progress.tokensPerSecond()))
                + refused;
    }

    private static String over(RunView view) {
        if (!view.completed() || view.generations().isEmpty()) {
            return view.state();
        }
        GenerationMeasured last = view.generations().getLast();
        return whole(
                "done  perplexity %.1f, %.2f times generation 0",
                last.trained().test().perplexity(), last.perplexityRatio());
    }

    private static String whole(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
