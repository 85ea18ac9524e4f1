package io.tailkeeper.trainer;

/** A spool holds something that was never written to it; its messages have to be read from Kafka again. */
public class SpoolDamagedException extends RuntimeException {

    public SpoolDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
