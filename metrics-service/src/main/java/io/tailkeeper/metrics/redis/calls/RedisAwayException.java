package io.tailkeeper.metrics.redis.calls;

/** Redis does not answer, or refuses; the message says why. Whatever was asked for can be asked for again. */
public class RedisAwayException extends RuntimeException {

    RedisAwayException(String what, Throwable cause) {
        super(
                what + ": " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                cause);
    }
}
