package io.tailkeeper.detector.quarkus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.EncoderAround;
import java.util.List;

/** An encoder that counts the documents it encodes and the seconds it is busy with them. */
final class MeteredEncoder extends EncoderAround {

    private static final double NANOS = 1e9;

    private final Counter documents;
    private final Counter busySeconds;

    MeteredEncoder(Encoder encoder, MeterRegistry meters) {
        super(encoder);
        documents = meters.counter("tailkeeper.detector.documents");
        busySeconds = meters.counter("tailkeeper.detector.busy.seconds");
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        long begin = System.nanoTime();
        List<float[]> features = encoder().encode(texts);
        busySeconds.increment((System.nanoTime() - begin) / NANOS);
        documents.increment(texts.size());
        return features;
    }
}
