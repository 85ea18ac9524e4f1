package io.tailkeeper.detector.kafka;

/** One life of some Kafka clients: made, turned again and again by one thread, closed. */
interface KafkaLoop extends AutoCloseable {

    /** Waits a moment for records and deals with them. Any exception ends this life; a new one begins from Kafka. */
    void turn();

    /** Makes a waiting {@link #turn} end; the only method for other threads. */
    void wakeUp();

    @Override
    void close();
}
