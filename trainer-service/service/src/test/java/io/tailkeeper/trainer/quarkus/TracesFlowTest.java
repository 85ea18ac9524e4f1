package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.testing.Broker;
import io.tailkeeper.trainer.tracing.RecordedSpans;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** From scored samples to the trained generation in one trace, over the spool. */
@QuarkusTest
@TestProfile(RecordedSpans.class)
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(FreshFolder.class)
class TracesFlowTest {

    /** A generation is trained first. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String servers;

    @Inject
    InMemorySpanExporter exporter;

    @Test
    void theTraceOfTheSamplesGoesOnToTheBatchesAndTheTrainedGeneration() {
        try (Broker broker = new Broker(servers)) {
            broker.publish(Topics.RUNS_REQUESTED, Specifications.run("traced", null));
            broker.publish(Topics.SAMPLES_CALIBRATION, Samples.heldOut("traced", 8, 16));
            for (SampleScored sample : Samples.scored(new GenerationKey("traced", 0), 64, 0)) {
                broker.publishTraced(Topics.SAMPLES_SCORED, sample, "00-" + TRACE + "-" + SPAN + "-01");
            }

            broker.awaitTrained("traced", 0);

            SpanData training = await().atMost(PATIENCE)
                    .until(() -> spans("train generation"), found -> !found.isEmpty())
                    .getFirst();
            assertThat(training.getTraceId()).isEqualTo(TRACE);
            assertThat(training.getParentSpanId()).isEqualTo(SPAN);
            assertThat(training.getAttributes().get(Traces.RUN)).isEqualTo("traced");
            String parent = "00-" + TRACE + "-" + training.getSpanId() + "-01";
            assertThat(broker.records(Topics.BATCHES_WEIGHTED.name()))
                    .hasSize(16)
                    .allSatisfy(batch -> assertThat(traceparent(batch)).isEqualTo(parent));
            assertThat(broker.records(Topics.BATCHES_PUBLISHED.name()))
                    .singleElement()
                    .satisfies(published -> assertThat(traceparent(published)).isEqualTo(parent));
            assertThat(broker.records(Topics.GENERATIONS_TRAINED.name()))
                    .singleElement()
                    .satisfies(trained -> assertThat(traceparent(trained)).startsWith("00-" + TRACE + "-"));
            await().untilAsserted(() -> assertThat(spans("generations.trained.v1 publish"))
                    .singleElement()
                    .satisfies(span -> assertThat(span.getParentSpanId()).isEqualTo(training.getSpanId())));
            assertThat(spans("samples.scored.v1 receive"))
                    .hasSize(64)
                    .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(SPAN));
            assertThat(broker.records(Topics.TRAINING_PROGRESS.name()))
                    .isNotEmpty()
                    .allSatisfy(progress -> assertThat(progress.headers().lastHeader(Traces.PARENT))
                            .isNull());
        }
    }

    private List<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static String traceparent(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader(Traces.PARENT).value(), StandardCharsets.UTF_8);
    }
}
