package io.tailkeeper.contracts.testing.fuzz;

import io.tailkeeper.contracts.topics.RejectedMessageException;

/**
 * Something that reads records from outside.
 *
 * @param name for the result
 * @param reading accepts by returning, refuses by {@link RejectedMessageException}, and does nothing else
 */
public record RecordReader(String name, Reading reading) {

    /** What is done with a record. */
    @FunctionalInterface
    public interface Reading {

        /**
         * Reads one.
         *
         * @param topic where the record stood
         * @param body its bytes, which stay as they are
         */
        void read(String topic, byte[] body) throws Exception;
    }
}
