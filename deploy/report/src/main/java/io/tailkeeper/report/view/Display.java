package io.tailkeeper.report.view;

import java.time.Instant;

/** Shows a running experiment. Safe for use by several threads. */
public interface Display extends AutoCloseable {

    /** The runs were asked for: from here on time counts, as it does in the report. */
    default void asked(Instant at) {}

    /** Something that happened, in a line of its own. */
    void event(String message);

    /** How things stand. */
    void show(ExperimentView view);

    /** Leaves the screen in order. */
    @Override
    void close();
}
