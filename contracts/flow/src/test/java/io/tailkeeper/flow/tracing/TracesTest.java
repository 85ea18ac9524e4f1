package io.tailkeeper.flow.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String RECORDED = "00-" + TRACE + "-" + SPAN + "-01";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Traces traces = new Traces(OpenTelemetrySdk.builder()
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build());

    private static Headers headers(String traceparent) {
        return new RecordHeaders().add(Traces.PARENT, traceparent.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyWhatSomebodyRecordsIsRecorded() {
        assertThat(Traces.recorded(headers(RECORDED))).isTrue();
        assertThat(Traces.recorded(headers("00-" + TRACE + "-" + SPAN + "-03"))).isTrue();
        assertThat(Traces.recorded(headers("00-" + TRACE + "-" + SPAN + "-00"))).isFalse();
        assertThat(Traces.recorded(headers("00-" + TRACE + "-" + SPAN + "-0x"))).isFalse();
        assertThat(Traces.recorded(headers("01"))).isFalse();
        assertThat(Traces.recorded(new RecordHeaders())).isFalse();
        assertThat(Traces.recorded(new RecordHeaders().add(Traces.PARENT, null)))
                .isFalse();
    }

    @Test
    void aTraceIsReadAndTakesThePlaceOfTheOneThatStoodThere() {
        Headers read = headers(RECORDED).add("tracestate", "vendor=1".getBytes(StandardCharsets.UTF_8));
        Headers written = headers("00-" + TRACE + "-1111111111111111-00");

        traces.write(traces.read(read), written);

        assertThat(written.headers(Traces.PARENT)).singleElement().satisfies(header -> assertThat(header.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(RECORDED));
        assertThat(written.lastHeader("tracestate").value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("vendor=1");
        assertThat(Span.fromContext(traces.read(RECORDED)).getSpanContext().getSpanId())
                .isEqualTo(SPAN);
        assertThat(Span.fromContext(traces.read("no trace")).getSpanContext().isValid())
                .isFalse();
    }

    @Test
    void workIsASpanInsideItsParentAndWhatItThrowsIsItsStatus() {
        Context parent = traces.read(RECORDED);

        assertThatThrownBy(() -> traces.run("work", parent, () -> {
                    assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
                    throw new IllegalStateException("it broke");
                }))
                .hasMessage("it broke");

        assertThat(exporter.getFinishedSpanItems()).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("work");
            assertThat(span.getParentSpanId()).isEqualTo(SPAN);
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription()).isEqualTo("it broke");
        });
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }
}
