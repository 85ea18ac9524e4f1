package io.tailkeeper.detector.labelled;

import io.tailkeeper.detector.DetectorException;

/** Data that cannot be used as it stands; the message names the file, the place and how to mend it. */
public final class DataException extends DetectorException {

    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }
}
