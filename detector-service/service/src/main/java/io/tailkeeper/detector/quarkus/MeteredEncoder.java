package io.tailkeeper.detector.quarkus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.detector.Encoder;
import java.util.List;
import java.util.OptionalInt;

/** An encoder that counts the documents it encodes and the seconds it is busy with them. */
final class MeteredEncoder implements Encoder {

    private static final double NANOS = 1e9;

    private final Encoder encoder;
    private final Counter documents;
    private final Counter busySeconds;

    MeteredEncoder(Encoder encoder, MeterRegistry meters) {
        this.encoder = encoder;
        documents = meters.counter("tailkeeper.detector.documents");
        busySeconds = meters.counter("tailkeeper.detector.busy.seconds");
    }

    @Override
    public String version() {
        return encoder.version();
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public OptionalInt calibratedLogit() {
        return encoder.calibratedLogit();
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        long begin = System.nanoTime();
        List<float[]> features = encoder.encode(texts);
        busySeconds.increment((System.nanoTime() - begin) / NANOS);
        documents.increment(texts.size());
        return features;
    }
}
