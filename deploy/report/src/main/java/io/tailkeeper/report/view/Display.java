package io.tailkeeper.report.view;

import java.time.Duration;
import java.time.Instant;

/** Shows a running experiment. Safe for use by several threads. */
public interface Display extends AutoCloseable {

    /** The installation is being started; called every second, so that the clock goes on. */
    default void starting() {}

    /** The runs were asked for: from here on their time counts, as it does in the report. */
    default void asked(Instant at) {}

    /** Something that happened, in a line of its own. */
    void event(String message);

    /** How things stand. */
    void show(ExperimentView view);

    /** The time that the clock showed last: since the display was made, with the start of the installation. */
    default Duration shown() {
        return Duration.ZERO;
    }

    /** Leaves the screen in order. */
    @Override
    void close();
}
