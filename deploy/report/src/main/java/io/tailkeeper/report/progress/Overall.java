package io.tailkeeper.report.progress;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.view.ExperimentView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

    static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
