package io.tailkeeper.detector;

/** What an encoder stands on cannot be had right now: no text is to blame, and another attempt may help. */
public final class EncoderAwayException extends RuntimeException {

    public EncoderAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
