package io.tailkeeper.metrics.redis.calls;

import io.tailkeeper.flow.Causes;

/** Redis does not answer, or refuses; the message says why. Whatever was asked for can be asked for again. */
public class RedisAwayException extends RuntimeException {

    RedisAwayException(String what, Throwable cause) {
        super(what + ": " + Causes.inWords(cause), cause);
    }
}
