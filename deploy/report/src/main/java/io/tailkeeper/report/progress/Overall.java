package io.tailkeeper.report.progress;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.RunNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far the experiment is.
 *
 * @param arms of each run, in the order of the experiment
 * @param fraction of all work done, 0 to 1
 */
public record Overall(List<ArmProgress> arms, double fraction) {

    /** The state of every requested run. */
    public static Overall of(List<RunRequested> requests, ExperimentView view) {
        List<ArmProgress> arms = requests.stream()
                .map(request ->
                        ArmProgress.of(request, view.run(request.runId()).orElse(null)))
                .toList();
        double whole = arms.stream().mapToDouble(ArmProgress::weight).sum();
        double done =
                arms.stream().mapToDouble(arm -> arm.weight() * arm.fraction()).sum();
        return new Overall(arms, done / Math.max(1, whole));
    }

    /** A line: how much is done, how long it has taken, and how long it may take, where that is known. */
    String line(Duration elapsed, Optional<Duration> left) {
        return String.format(Locale.ROOT, "%3.0f %%  %s elapsed", 100 * fraction, clock(elapsed))
                + left.map(time -> ", about " + clock(time) + " left").orElse("");
    }

    /**
     * A line of the display.
     *
     * @param name of a run, or of the runs of an arm over several seeds
     * @param fraction of their work done, 0 to 1
     * @param state in words
     */
    record Line(String name, double fraction, String state) {}

    /** A line for each run; of several seeds one for each arm, so that they stay as few as for a single seed. */
    List<Line> lines() {
        if (!RunNames.of(arms.stream().map(ArmProgress::run).toList()).seeds()) {
            return arms.stream()
                    .map(arm -> new Line(arm.run().arm(), arm.fraction(), arm.state()))
                    .toList();
        }
        Map<String, List<ArmProgress>> seeds = arms.stream()
                .collect(Collectors.groupingBy(arm -> arm.run().arm(), LinkedHashMap::new, Collectors.toList()));
        List<Line> lines = new ArrayList<>();
        seeds.forEach((arm, runs) -> lines.add(
                new Line(arm, runs.stream().mapToDouble(ArmProgress::fraction).sum() / runs.size(), state(runs))));
        return lines;
    }

    /** How many seeds are done, and what the first of the others does. */
    private static String state(List<ArmProgress> runs) {
        long failed = runs.stream()
                .filter(run -> run.end() == ArmProgress.End.NOT_COMPLETED)
                .count();
        long done = runs.stream()
                .filter(run -> run.end() == ArmProgress.End.COMPLETED)
                .count();
        return done + "/" + runs.size() + " seeds done" + (failed == 0 ? "" : ", " + failed + " not completed")
                + runs.stream()
                        .filter(run -> run.end() == ArmProgress.End.RUNNING && run.fraction() > 0)
                        .findFirst()
                        .map(run -> "  " + run.run().specification().seed() + ": " + run.state())
                        .orElse("");
    }

    /** Minutes and seconds, from an hour on hours too. */
    public static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
