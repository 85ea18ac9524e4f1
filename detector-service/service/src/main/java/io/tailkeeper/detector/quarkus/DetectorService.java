package io.tailkeeper.detector.quarkus;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.detector.RememberingEncoder;
import io.tailkeeper.detector.kafka.DetectorLoops;
import io.tailkeeper.detector.kafka.KafkaClients;
import io.tailkeeper.detector.kafka.SupervisedLoop;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Starts one detector instance with the service and stops it with the service. */
@ApplicationScoped
class DetectorService {

    private final OnnxEncoder encoder;
    private final DetectorLoops loops;

    DetectorService(
            DetectorSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            MeterRegistry meters) {
        KafkaClients.Instance instance = settings.instanceId()
                .map(id -> new KafkaClients.Instance(id, true))
                .orElseGet(() -> new KafkaClients.Instance(UUID.randomUUID().toString(), false));
        encoder = new OnnxEncoder(settings.threads());
        loops = new DetectorLoops(
                new KafkaClients(connection, instance, settings.batchSize()),
                new RememberingEncoder(new MeteredEncoder(encoder, meters), settings.rememberedTexts()),
                Clock.systemUTC(),
                settings.calibrationTimeout());
    }

    void start(@Observes StartupEvent event) {
        loops.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loops.close();
        encoder.close();
    }

    List<SupervisedLoop> loops() {
        return loops.all();
    }
}
