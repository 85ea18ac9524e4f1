package io.tailkeeper.detector.labelled;

import io.tailkeeper.detector.DetectorException;

/** Data that cannot be used as it stands; the message names the file, the place and how to mend it, in one line. */
public final class DataException extends DetectorException {

    private static final long serialVersionUID = 1;

    private static final int LONGEST = 2000; // characters: parts of a message may come from other people's files

    public DataException(String message) {
        super(line(message));
    }

    private static String line(String message) {
        String plain = message.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "\uFFFD");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
