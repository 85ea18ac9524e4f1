package io.tailkeeper.contracts.topics;

import org.jspecify.annotations.Nullable;

/**
 * A message is wrong in itself: it goes to the dead-letter topic with this reason and is never retried.
 *
 * <p>The reason is one line of at most 2,000 characters, whatever parts of the message are quoted in it.
 */
public class RejectedMessageException extends RuntimeException {

    private static final int LONGEST_REASON = 2_000;

    public RejectedMessageException(@Nullable String reason) {
        super(line(reason));
    }

    public RejectedMessageException(@Nullable String reason, @Nullable Throwable cause) {
        super(line(reason), cause);
    }

    private static String line(@Nullable String given) {
        String reason = String.valueOf(given);
        String bounded = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 3) + "...";
        return bounded.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }
}
