package io.tailkeeper.detector.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The trace that a generation's calibration part came with, as its first sample has it: the calibrated detector goes on with
 * it. The newest are kept; a detector whose part is older begins a trace of its own. Safe for use by several threads.
 */
@ApplicationScoped
class CalibrationTraces {

    private static final int KEPT = 256;

    private final Map<GenerationKey, Context> traces = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GenerationKey, Context> eldest) {
            return size() > KEPT;
        }
    };

    /** Notes where a sample comes from, if somebody records it. */
    void note(CalibrationSample sample, Message<?> message) {
        message.getMetadata(TracingMetadata.class)
                .map(TracingMetadata::getCurrentContext)
                .filter(trace -> Span.fromContext(trace).getSpanContext().isSampled())
                .ifPresent(trace -> note(new GenerationKey(sample.runId(), sample.generation()), trace));
    }

    private synchronized void note(GenerationKey generation, Context trace) {
        traces.putIfAbsent(generation, trace);
    }

    /** The trace of a generation's calibration part; the root where none is known. */
    synchronized Context of(GenerationKey generation) {
        return traces.getOrDefault(generation, Context.root());
    }
}
