package io.tailkeeper.experiment;

import io.tailkeeper.commandline.UsageException;

/** What a person asked for cannot be done as it stands; the message says what, where, and how to mend it. */
public class ExperimentException extends UsageException {

    private static final long serialVersionUID = 1L;

    private final String path;

    public ExperimentException(String message) {
        this(message, "");
    }

    /**
     * A fault at one place of the specification.
     *
     * @param path dotted path of the setting, empty when it is about something else
     */
    public ExperimentException(String message, String path) {
        super(message);
        this.path = path;
    }

    /** Dotted path of the setting that is wrong, as it stands in a file under {@code specification}; empty where it is no setting. */
    public String path() {
        return path;
    }

    /** The same fault, with its place named in front. */
    public ExperimentException within(String place) {
        return new ExperimentException(place + ": " + getMessage(), path);
    }
}
