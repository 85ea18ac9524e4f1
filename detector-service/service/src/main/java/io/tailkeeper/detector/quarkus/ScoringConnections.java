package io.tailkeeper.detector.quarkus;

import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.detector.kafka.ScoringClients;
import io.tailkeeper.flow.FlowSettings;
import io.tailkeeper.flow.ReadingMarks;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** How the detectors of the instance reach the brokers to score. */
@Singleton
final class ScoringConnections {

    private final DetectorSettings settings;
    private final Map<String, Object> broker;
    private final Optional<String> instance;
    private final ReadingMarks marks;

    ScoringConnections(
            DetectorSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            FlowSettings flow,
            ReadingMarks marks) {
        this.settings = settings;
        this.broker = Map.copyOf(broker);
        this.instance = flow.instanceId();
        this.marks = marks;
    }

    /** The clients of one detector; to be asked once. */
    ScoringClients of(String detectorId) {
        return new ScoringClients(broker, instance, settings.batchSize(), marks.of("scoring-" + detectorId));
    }
}
