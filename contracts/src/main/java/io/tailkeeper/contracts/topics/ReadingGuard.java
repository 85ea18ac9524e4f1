package io.tailkeeper.contracts.topics;

/**
 * Told of every record before and after it is read, so that one which ends the process is known at the next start. Used by
 * the one thread that reads.
 */
public interface ReadingGuard {

    /**
     * A record is about to be read.
     *
     * @throws RejectedMessageException when reading it has ended the process too often
     */
    void begin(String topic, byte[] body);

    /** The record was read, or refused. */
    void end();

    /** The JVM itself failed at the record: the process is of no more use. */
    void failed(Error error);
}
