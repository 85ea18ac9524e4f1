package io.tailkeeper.local.progress;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.local.follow.ExperimentView;
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

    /** Below it an estimate would be a guess. */
    private static final double ENOUGH = 0.04;

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

    /** Time left at the pace so far; empty while there is too little to go by. */
    public Optional<Duration> left(Duration elapsed) {
        return fraction < ENOUGH
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction)));
    }

    /** A line: how long it has taken, how much is done, how long it may take. */
    public String line(Duration elapsed) {
        return String.format(Locale.ROOT, "%3.0f %%  %s elapsed", 100 * fraction, clock(elapsed))
                + left(elapsed).map(left -> ", about " + clock(left) + " left").orElse("");
    }

    static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
