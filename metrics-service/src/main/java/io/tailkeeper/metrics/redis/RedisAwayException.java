package io.tailkeeper.metrics.redis;

/** Redis does not answer, or refuses; the message says why. Whatever was asked for can be asked for again. */
public class RedisAwayException extends RuntimeException {

    RedisAwayException(Throwable cause) {
        super("Redis does not answer: " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
