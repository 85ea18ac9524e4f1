package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.generator.Fixtures;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the spans of a generation show while tracing is on. */
@QuarkusTest
@TestProfile(RecordedSpans.class)
@WithTestResource(KafkaBrokerResource.class)
class TracesBrokerTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    private String servers;

    @Inject
    InMemorySpanExporter exporter;

    private Path folder;
    private BrokerLog broker;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary;
        broker = new BrokerLog(servers);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private RunRequested run(String runId, String base) throws IOException {
        return Fixtures.run(runId, base, Fixtures.specification(TestCorpus.in(folder)));
    }

    private CheckpointReference checkpoint() {
        Path file = folder.resolve("model.safetensors");
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
            return new CheckpointReference(file.toUri(), model.save(file), 0);
        }
    }

    private SpanData plan(String runId, int generation) {
        return await().until(
                        () -> spans("plan generation").stream()
                                .filter(span ->
                                        runId.equals(span.getAttributes().get(Traces.RUN))
                                                && span.getAttributes().get(Traces.GENERATION) == generation)
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    private List<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static String trace(ConsumerRecord<?, ?> record) {
        return BrokerLog.header(record, "traceparent").substring(3, 35);
    }

    private static String spanId(ConsumerRecord<?, ?> record) {
        return BrokerLog.header(record, "traceparent").substring(36, 52);
    }

    @Test
    void generationZeroHasOneTraceFromItsRequestToItsSamples() throws IOException {
        broker.write(Topics.RUNS_REQUESTED, "traced", run("traced", null));

        List<ConsumerRecord<String, byte[]>> samples =
                broker.await(Topics.SAMPLES_COLLECTED.name(), key -> key.startsWith("traced:"), 64);
        List<ConsumerRecord<String, byte[]>> tasks =
                broker.await(Topics.SAMPLING_TASKS.name(), key -> key.startsWith("traced:"), 3);
        SpanData plan = plan("traced", 0);

        assertThat(tasks).hasSize(3).allSatisfy(task -> assertThat(trace(task)).isEqualTo(plan.getTraceId()));
        assertThat(samples)
                .hasSize(64)
                .allSatisfy(sample -> assertThat(trace(sample)).isEqualTo(plan.getTraceId()))
                .extracting(TracesBrokerTest::spanId)
                .as("each sample has a span of its own")
                .doesNotHaveDuplicates();
        Set<String> published = samples.stream().map(TracesBrokerTest::spanId).collect(Collectors.toSet());
        await().untilAsserted(() -> assertThat(spans("samples.collected.v1 publish"))
                .extracting(SpanData::getSpanId)
                .containsAll(published));
        Set<String> work = spans("sampling.tasks.v1 process").stream()
                .map(SpanData::getSpanId)
                .collect(Collectors.toSet());
        assertThat(spans("samples.collected.v1 publish").stream().filter(span -> published.contains(span.getSpanId())))
                .hasSize(64)
                .allSatisfy(span -> assertThat(work).contains(span.getParentSpanId()));
        assertThat(exporter.getFinishedSpanItems())
                .filteredOn(span -> span.getTraceId().equals(plan.getTraceId())
                        && !span.getParentSpanContext().isValid())
                .as("one root: the request that was received")
                .extracting(SpanData::getName)
                .containsExactly("runs.requested.v1 receive");
    }

    @Test
    void aLaterGenerationBeginsATraceThatIsLinkedToTheOneBefore() throws IOException {
        String before = "4bf92f3577b34da6a3ce929d0e0e4736";
        ProducerRecord<String, byte[]> trained = new ProducerRecord<>(
                Topics.GENERATIONS_TRAINED.name(),
                "next:0",
                ContractJson.write(Fixtures.trained(run("next", "traced"), 0, checkpoint())));
        trained.headers()
                .add(Traces.PARENT, ("00-" + before + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.UTF_8));
        broker.write(trained);

        List<ConsumerRecord<String, byte[]>> samples =
                broker.await(Topics.SAMPLES_COLLECTED.name(), key -> key.startsWith("next:1:"), 64);
        SpanData plan = plan("next", 1);

        assertThat(plan.getTraceId()).isNotEqualTo(before);
        assertThat(plan.getParentSpanContext().isValid()).isFalse();
        assertThat(plan.getLinks()).singleElement().satisfies(link -> assertThat(
                        link.getSpanContext().getTraceId())
                .isEqualTo(before));
        assertThat(samples).isNotEmpty().allSatisfy(sample -> assertThat(trace(sample))
                .isEqualTo(plan.getTraceId()));
        assertThat(broker.await(Topics.SAMPLES_CALIBRATION.name(), key -> key.startsWith("next:1"), 64))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(trace(sample)).isEqualTo(plan.getTraceId()));
    }
}
