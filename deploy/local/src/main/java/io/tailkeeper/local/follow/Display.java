package io.tailkeeper.local.follow;

/** Shows a running experiment. Safe for use by several threads. */
public interface Display extends AutoCloseable {

    /** Something that happened, in a line of its own. */
    void event(String message);

    /** How things stand. */
    void show(ExperimentView view);

    /** Leaves the screen in order. */
    @Override
    void close();
}
