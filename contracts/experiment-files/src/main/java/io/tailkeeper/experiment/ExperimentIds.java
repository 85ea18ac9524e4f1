package io.tailkeeper.experiment;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Names for what is started: readable, sorted by time, and different for two that start at once. */
public final class ExperimentIds {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMdd-HHmm", Locale.ROOT);
    private static final int VARIANTS = 36 * 36 * 36;

    private ExperimentIds() {}

    /** The next name of an experiment that is started now, of at most 46 characters. */
    public static String next(String name, LocalDateTime now) {
        String variant = Integer.toString(VARIANTS + ThreadLocalRandom.current().nextInt(VARIANTS), 36)
                .substring(1);
        return name + "-" + TIME.format(now) + "-" + variant;
    }
}
