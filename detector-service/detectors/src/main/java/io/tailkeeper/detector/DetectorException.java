package io.tailkeeper.detector;

/**
 * A detector cannot judge with what it was given, whatever the text; the message names what is wrong, the place and how to
 * mend it.
 */
public class DetectorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DetectorException(String message) {
        super(message);
    }
}
