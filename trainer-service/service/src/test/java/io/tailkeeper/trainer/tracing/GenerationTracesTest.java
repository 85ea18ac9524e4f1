package io.tailkeeper.trainer.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.trainer.TrainerDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTracesTest {

    private static final GenerationKey KEY = new GenerationKey("run", 1);
    private static final String SPAN = "00f067aa0ba902b7";

    @TempDir
    Path folder;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Traces traces = new Traces(OpenTelemetrySdk.builder()
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build());
    private TrainerDirectory directory;

    @BeforeEach
    void open() throws IOException {
        directory = new TrainerDirectory(folder);
        Files.createDirectories(directory.generation(KEY)); // as the spool does
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private static String trace(int number) {
        return HexFormat.of().toHexDigits(number).repeat(4);
    }

    private static Headers headers(int trace, String flags) {
        String parent = "00-" + trace(trace) + "-" + SPAN + "-" + flags;
        return new RecordHeaders().add(Traces.PARENT, parent.getBytes(StandardCharsets.UTF_8));
    }

    private SpanData trained(GenerationTraces generations) {
        exporter.reset();
        try (TrainingSpan span = generations.train(KEY)) {
            assertThat(Span.current().getSpanContext().isSampled()).isTrue();
            span.failed("stopped");
        }
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        return exporter.getFinishedSpanItems().getFirst();
    }

    @Test
    void aTrainingGoesOnWithTheTraceOfItsFirstSampleAndIsLinkedToOthersAfterARestartToo() {
        GenerationTraces before = new GenerationTraces(directory, traces);
        before.note(KEY, headers(9, "00"));
        before.note(KEY, headers(1, "01"));
        before.note(KEY, headers(1, "01"));
        GenerationTraces after = new GenerationTraces(directory, traces);
        after.note(KEY, headers(1, "01"));
        after.note(KEY, headers(2, "01"));
        after.note(KEY, new RecordHeaders());

        SpanData span = trained(new GenerationTraces(directory, traces));

        assertThat(span.getName()).isEqualTo("train generation");
        assertThat(span.getTraceId()).isEqualTo(trace(1));
        assertThat(span.getParentSpanId()).isEqualTo(SPAN);
        assertThat(span.getAttributes().get(Traces.RUN)).isEqualTo("run");
        assertThat(span.getAttributes().get(Traces.GENERATION)).isEqualTo(1);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getLinks()).singleElement().satisfies(link -> assertThat(
                        link.getSpanContext().getTraceId())
                .isEqualTo(trace(2)));
    }

    @Test
    void ofAsManyTracesAsSamplesAFewAreKept() {
        GenerationTraces generations = new GenerationTraces(directory, traces);
        for (int sample = 1; sample <= 1_000; sample++) {
            generations.note(KEY, headers(sample, "01"));
        }

        assertThat(directory.traces(KEY)).content().hasLineCount(32);
        assertThat(trained(generations).getLinks()).hasSize(31);
    }

    @Test
    void nothingLiesOnTheDiskOfATraceThatNobodyRecordsOrASampleThatWasNotTaken() {
        GenerationTraces generations = new GenerationTraces(directory, traces);
        GenerationKey over = new GenerationKey("over", 1);
        generations.note(KEY, headers(1, "00"));
        generations.note(over, headers(1, "01"));

        assertThat(directory.traces(KEY)).doesNotExist();
        assertThat(directory.generation(over)).doesNotExist();
        assertThat(trained(generations).getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void aFileThatIsCutOffOrUnreadableCostsTheTraceAndNothingElse() throws IOException {
        Files.writeString(directory.traces(KEY), "00-" + trace(3) + "-" + SPAN + "-01\n00-" + trace(4).substring(9));
        assertThat(trained(new GenerationTraces(directory, traces)).getTraceId())
                .isEqualTo(trace(3));

        directory.tidy(KEY);
        assertThat(directory.traces(KEY)).doesNotExist();
        Files.createDirectory(directory.traces(KEY));
        GenerationTraces generations = new GenerationTraces(directory, traces);
        generations.note(KEY, headers(1, "01"));
        assertThat(trained(generations).getParentSpanContext().isValid()).isFalse();
    }
}
