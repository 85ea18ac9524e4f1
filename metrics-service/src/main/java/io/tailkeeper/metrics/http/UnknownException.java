package io.tailkeeper.metrics.http;

import java.util.List;

/** Something was asked for that the service does not know; the message says what it knows. */
class UnknownException extends RuntimeException {

    UnknownException(String what, String name, String plural, List<String> known) {
        super(what + " " + name + " is not known; "
                + (known.isEmpty() ? "there are no " + plural + " yet" : "known " + plural + ": " + shortened(known)));
    }

    private static String shortened(List<String> known) {
        return String.join(", ", known.subList(0, Math.min(20, known.size())))
                + (known.size() > 20 ? " and " + (known.size() - 20) + " more" : "");
    }
}
