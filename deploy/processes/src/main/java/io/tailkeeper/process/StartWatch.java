package io.tailkeeper.process;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whether a process that starts gets on, by its log and the processor time it uses.
 *
 * <p>Not safe for use by several threads.
 */
final class StartWatch {

    /** A process that only waits and asks again uses less of a processor, one that starts uses more. */
    private static final double MIN_SHARE = 0.03;

    private final Process process;
    private final Path log;
    private final StartLimits limits;
    private final InstantSource clock;
    private final Instant began;
    private Mark mark;

    /** A process as it was seen when it last got on. */
    private record Mark(Instant at, Duration processor, long written) {}

    StartWatch(Process process, Path log, StartLimits limits, InstantSource clock) {
        this.process = process;
        this.log = log;
        this.limits = limits;
        this.clock = clock;
        this.began = clock.instant();
        this.mark = look();
    }

    private Mark look() {
        Duration processor = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return new Mark(clock.instant(), processor, log.toFile().length());
    }

    /** What is wrong with its start, as the end of a sentence about it; empty while it gets on, and once it has ended. */
    Optional<String> fault() {
        if (!process.isAlive()) {
            return Optional.empty();
        }
        Mark now = look();
        if (Duration.between(began, now.at).compareTo(limits.longest()) > 0) {
            return Optional.of("was not ready within " + limits.longest().toSeconds()
                    + " s, although it still got on; --start-limit gives it longer");
        }
        Duration passed = Duration.between(mark.at, now.at);
        if (now.written != mark.written || worked(now, passed)) {
            mark = now;
            return Optional.empty();
        }
        return passed.compareTo(limits.still()) > 0
                ? Optional.of("was not ready and made no progress for " + passed.toSeconds() + " s")
                : Optional.empty();
    }

    /** Over a moment a share says nothing: some work must have come together. */
    private boolean worked(Mark now, Duration passed) {
        Duration least = limits.still().dividedBy(20);
        Duration worked = now.processor.minus(mark.processor);
        return passed.compareTo(least) > 0 && worked.toMillis() > MIN_SHARE * passed.toMillis();
    }
}
