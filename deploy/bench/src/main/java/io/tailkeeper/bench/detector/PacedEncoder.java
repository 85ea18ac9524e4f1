package io.tailkeeper.bench.detector;

import io.tailkeeper.detector.Encoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** An encoder that takes a fixed time for each text and computes nothing, so that many of them fit on one machine. */
final class PacedEncoder implements Encoder {

    private final long nanos;

    PacedEncoder(Duration time) {
        nanos = time.toNanos();
    }

    @Override
    public String version() {
        return "paced";
    }

    @Override
    public int dimension() {
        return 1;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        long end = System.nanoTime() + nanos * texts.size();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while encoding");
            }
            LockSupport.parkNanos(left);
        }
        return texts.stream().map(_ -> new float[] {1}).toList();
    }
}
