package io.tailkeeper.contracts.architecture.tidy.kafka;

import io.tailkeeper.contracts.architecture.tidy.Detector;
import org.apache.kafka.clients.producer.Producer;

/** A technology that knows the domain. */
public class Scorer {

    private final Detector detector;
    private final Producer<String, String> producer;

    public Scorer(Detector detector, Producer<String, String> producer) {
        this.detector = detector;
        this.producer = producer;
    }

    public void close() {
        producer.close();
        detector.texts();
    }
}
