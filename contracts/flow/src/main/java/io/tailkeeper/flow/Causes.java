package io.tailkeeper.flow;

import javax.net.ssl.SSLException;

/** What a failure says to a person who has only one line. */
public final class Causes {

    private static final int DEEPEST = 16;

    private Causes() {}

    /**
     * Its message, and that of its innermost cause where that says more. Of a failed handshake the innermost failure of TLS
     * is told, which names the path to the authority; what lies below speaks of signatures only.
     */
    public static String inWords(Throwable failure) {
        Throwable innermost = failure;
        Throwable told = failure;
        for (int depth = 0; depth < DEEPEST && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
            told = innermost instanceof SSLException || !(told instanceof SSLException) ? innermost : told;
        }
        String outer = words(failure);
        String inner = words(told);
        return outer.contains(inner) ? outer : outer + " (" + inner + ")";
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
