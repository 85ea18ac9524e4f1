package io.tailkeeper.flow.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Traces in and out of the headers of records, and spans of work. Safe for use by several threads. */
@Singleton
public class Traces {

    /** The header of the W3C: {@code 00-<trace, 32 digits>-<span, 16 digits>-<01: recorded>}. */
    public static final String PARENT = "traceparent";

    /** The attribute of a span that names its run. */
    public static final AttributeKey<String> RUN = AttributeKey.stringKey("tailkeeper.run.id");

    /** The attribute of a span that numbers its generation. */
    public static final AttributeKey<Long> GENERATION = AttributeKey.longKey("tailkeeper.generation");

    private static final int LENGTH = 55;

    private final TextMapPropagator propagator;
    private final Tracer tracer;

    /** @param telemetry of the container, or of a test */
    @Inject
    public Traces(OpenTelemetry telemetry) {
        propagator = telemetry.getPropagators().getTextMapPropagator();
        tracer = telemetry.getTracer("io.tailkeeper");
    }

    /** Whether somebody records the trace that a record came with; if not, nothing need be done for it. */
    public static boolean recorded(Headers headers) {
        Header parent = headers.lastHeader(PARENT);
        if (parent == null || parent.value() == null || parent.value().length < LENGTH) {
            return false;
        }
        int flags = Character.digit((char) parent.value()[LENGTH - 1], 16);
        return flags > 0 && (flags & 1) == 1;
    }

    /** The trace that a record came with; the root where it came with none. */
    public Context read(Headers headers) {
        return propagator.extract(Context.root(), headers, HeaderGetter.ALL);
    }

    /** The trace that a {@code traceparent} names; the root where it names none. */
    public Context read(String traceparent) {
        Headers headers = new RecordHeaders();
        headers.add(PARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        return read(headers);
    }

    /** What reads the record goes on with a trace; it takes the place of the one that stands there. */
    public void write(Context trace, Headers headers) {
        propagator.inject(trace, headers, Traces::set);
    }

    private static void set(@Nullable Headers headers, String name, String value) {
        if (headers != null) {
            headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A span that is yet to be started. */
    public SpanBuilder span(String name) {
        return tracer.spanBuilder(name);
    }

    /** Does work as a span inside another one; what the work throws is its status, and comes as it is. */
    public void run(String name, Context parent, Runnable work) {
        run(span(name).setParent(parent), work);
    }

    /** Does work as a span; what the work throws is its status, and comes as it is. */
    public void run(SpanBuilder builder, Runnable work) {
        Span span = builder.startSpan();
        try (Scope _ = span.makeCurrent()) {
            work.run();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            throw e;
        } finally {
            span.end();
        }
    }
}
