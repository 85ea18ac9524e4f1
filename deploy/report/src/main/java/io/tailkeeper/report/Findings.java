package io.tailkeeper.report;

import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.report.course.FreshMixture;
import io.tailkeeper.report.statistics.BearableShare;
import io.tailkeeper.report.text.Inert;
import io.tailkeeper.report.view.DetectorView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures say, in sentences. */
public final class Findings {

    private static final String AT_CHANCE =
            "generation 0 is no better than chance at what it is asked, so knowledge (know %) does not show what is lost";

    private Findings() {}

    /**
     * For each arm, the worst first, its last generation, how far that is from the floor, when it failed, and what warned first. Over
     * several seeds, means, and how much of the gap between baseline and floor is closed.
     */
    public static List<String> verdict(List<ArmReport> runs) {
        List<String> verdict = ArmGroup.several(runs) ? SeedFindings.verdict(runs) : SeedFindings.verdictOfOne(runs);
        var borne = bearableShare(runs).stream().map(BearableShare.Estimate::sentence);
        return Stream.concat(verdict.stream(), borne).toList();
    }

    /** How much machine-written text the baseline would bear, where it learns a mixture of constant shares anew each generation. */
    static Optional<BearableShare.Estimate> bearableShare(List<ArmReport> runs) {
        var floors =
                runs.stream().filter(run -> run.floor() && run.beyondZero()).toList();
        List<ArmReport> mixing = runs.stream().filter(Findings::mixesAnew).toList();
        String arm = mixing.isEmpty() ? "" : mixing.getFirst().arm();
        var baselines = mixing.stream().filter(run -> run.arm().equals(arm)).toList();
        List<Double> first = new ArrayList<>();
        List<Double> last = new ArrayList<>();
        int generation = Stream.concat(baselines.stream(), floors.stream())
                .mapToInt(run -> run.last().orElseThrow().generation())
                .min()
                .orElse(0);
        for (ArmReport baseline : baselines) {
            floors.stream()
                    .filter(floor -> floor.seed() == baseline.seed())
                    .findFirst()
                    .ifPresent(floor -> {
                        first.add(ratio(baseline, 1) - ratio(floor, 1));
                        last.add(ratio(baseline, generation) - ratio(floor, generation));
                    });
        }
        if (generation < 2 || first.isEmpty() || !first.stream().allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        DataSpecification data = baselines.getFirst().specification().data();
        double share = data.syntheticShare() / (data.humanShare() + data.syntheticShare());
        return Optional.ofNullable(new BearableShare(first, last, share, generation, SeedFindings.NEAR)
                .estimate(arm, floors.getFirst().arm()));
    }

    private static boolean mixesAnew(ArmReport run) {
        return SeedSummary.plain(run) && run.beyondZero() && FreshMixture.isLearned(run.specification());
    }

    private static double ratio(ArmReport run, int generation) {
        return run.find(generation)
                .map(each -> each.heldOut().perplexityRatio())
                .orElse(Double.NaN);
    }

    /**
     * What a reader has to know before believing the figures.
     *
     * @param all the runs
     * @param folders ids of the detectors that ./tailkeeper detector train wrote
     */
    public static List<String> warnings(List<ArmReport> all, Set<String> folders) {
        List<ArmReport> runs = ArmGroup.named(all);
        Optional<String> failure = baseFailure(runs);
        if (failure.isPresent()) {
            return List.of(failure.orElseThrow()); // one cause, one message: every arm fails with it
        }
        List<String> warnings = new ArrayList<>();
        runs.stream()
                .filter(run -> !run.completed())
                .collect(Collectors.groupingBy(
                        Findings::fate,
                        LinkedHashMap::new,
                        Collectors.mapping(ArmReport::arm, Collectors.joining(", "))))
                .forEach((fate, arms) -> warnings.add(arms + ": " + fate));
        runs.stream().filter(Findings::knowsNothing).forEach(run -> warnings.add(run.arm() + ": " + AT_CHANCE));
        for (ArmReport run : runs) {
            if (run.truncationInert()) {
                warnings.add(
                        run.arm() + ": " + Inert.masking(run.specification().loss(), maskedShare(run)));
            }
            run.inert().forEach(warning -> warnings.add(run.arm() + ": " + warning));
            if (!run.selectedBlindly().isEmpty()) {
                warnings.add(run.arm() + ": " + tooWeak(run.selectedBlindly(), folders));
            }
            run.generations().stream()
                    .filter(generation -> !generation.books().balanced())
                    .forEach(generation -> warnings.add(
                            run.arm() + ": the books of generation " + generation.generation() + " do not balance"));
        }
        List<String> told = ArmGroup.several(runs) ? merged(warnings) : warnings;
        return Stream.concat(told.stream(), ArmGroup.alike(all).stream()).toList();
    }

    /** What is to be said of several seeds is said once. */
    private static List<String> merged(List<String> warnings) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String warning : warnings) {
            String[] parts = warning.split(": ", 2);
            names.merge(parts[1], parts[0], (before, name) -> before + ", " + name);
        }
        return names.entrySet().stream()
                .map(each -> each.getValue() + ": " + each.getKey())
                .toList();
    }

    /** Whether generation 0 judged what it was asked no better than chance. */
    private static boolean knowsNothing(ArmReport run) {
        return run.base()
                && run.generations().stream()
                        .map(generation -> generation.heldOut().knowledge())
                        .anyMatch(knowledge -> knowledge != null && knowledge.low() <= 0.5);
    }

    private static String fate(ArmReport run) {
        return run.status() + (run.reason() == null ? "" : ": " + run.reason());
    }

    private static String tooWeak(List<DetectorView> blind, Set<String> folders) {
        String generations = blind.stream()
                .map(each -> String.format(
                        Locale.ROOT,
                        "%d (AUROC %.3f)",
                        each.generation(),
                        Objects.requireNonNull(each.calibration(), "what is too weak is calibrated")
                                .quality()
                                .auroc()))
                .collect(Collectors.joining(", "));
        String id = blind.getFirst().detectorId();
        // The figures of a detector that cannot judge short texts are those of one that cannot tell texts apart.
        String hint = folders.contains(id) ? "; texts shorter than its --least-words tell it nothing" : "";
        return "detector " + id + " was too weak to select with in generation " + generations
                + ": uniform weights there, no text was thrown away" + hint;
    }

    /** What a screen may have to do with a detector that was too weak; empty where there is none, or nothing to say. */
    public static Optional<String> screened(List<ArmReport> runs, Map<String, Report.Share> shares) {
        Report.Share passed = shares.get("screen");
        boolean blind = runs.stream().anyMatch(run -> !run.selectedBlindly().isEmpty());
        return passed == null || !blind
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the screen passed on %.0f %% of the texts, and of the others a detector behind it knows only what the"
                                + " screen says; a screen that was trained on texts unlike this run's hides them: raise"
                                + " --pass-through, or leave --screen out",
                        passed.percent()));
    }

    /** Why no arm could be run; empty when generation 0 of some seed did not fail. */
    public static Optional<String> baseFailure(List<ArmReport> runs) {
        List<ArmReport> failed = runs.stream()
                .filter(run -> run.base() && !run.completed() && !run.unfinished())
                .toList();
        return ArmGroup.seeds(failed).size() < ArmGroup.seeds(runs).size()
                ? Optional.empty()
                : failed.stream()
                        .map(run -> "no arm could be run, because generation 0 " + fate(run))
                        .findFirst();
    }

    private static double maskedShare(ArmReport run) {
        return run.own().stream()
                .mapToDouble(generation -> generation.training().maskedShare())
                .max()
                .orElse(0);
    }
}
