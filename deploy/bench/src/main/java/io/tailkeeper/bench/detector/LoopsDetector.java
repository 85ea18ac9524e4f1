package io.tailkeeper.bench.detector;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.bench.services.RunningService;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.kafka.ScoringClients;
import io.tailkeeper.detector.kafka.ScoringLoop;
import io.tailkeeper.detector.loop.RestartingLoop;
import io.tailkeeper.detector.run.Judge;
import io.tailkeeper.detector.run.KnownRuns;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.detector.run.RunEnding;
import io.tailkeeper.detector.run.WaitingGenerations;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.flow.Backlog;
import io.tailkeeper.flow.tracing.Traces;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The scoring of the service in this process, without its container, around any encoder. */
final class LoopsDetector implements RunningService {

    private static final int BATCH = 256; // this and the window are the service's own
    private static final LengthWindow WINDOW = new LengthWindow(
            1, LengthWindow.DEFAULT.mostCharacters(), LengthWindow.DEFAULT.side(), LengthWindow.DEFAULT.prior());

    private final RestartingLoop loop;

    private LoopsDetector(RestartingLoop loop) {
        this.loop = loop;
    }

    /**
     * Starts one, with the calibrations that are on their topic now.
     *
     * @param instance unique among those that run
     */
    static RunningService start(String servers, String instance, String detectorId, Encoder encoder) {
        KnownRuns book = new KnownRuns();
        readCalibrations(servers, book);
        Judge judge = new Judge(
                new RunDetector(detectorId, GenerationEncoders.always(encoder, () -> {}), WINDOW),
                book,
                new RunEnding(book, Clock.systemUTC(), new Unexpected()),
                new WaitingGenerations(Clock.systemUTC(), Duration.ofMinutes(10)));
        ScoringClients clients =
                new ScoringClients(Map.of("bootstrap.servers", servers), Optional.of(instance), BATCH, null);
        MeterRegistry meters = new SimpleMeterRegistry();
        Backlog backlog = new Backlog(meters, "detector");
        Traces traces = new Traces(OpenTelemetry.noop());
        RestartingLoop loop =
                new RestartingLoop(instance, () -> new ScoringLoop(clients, judge, backlog, meters, traces), () -> {});
        Thread.ofPlatform().name(instance).daemon().start(loop::run);
        return new LoopsDetector(loop);
    }

    private static void readCalibrations(String servers, KnownRuns book) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition calibrated = new TopicPartition(Topics.DETECTORS_CALIBRATED.name(), 0);
            consumer.assign(List.of(calibrated));
            consumer.seekToBeginning(List.of(calibrated));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(calibrated)).get(calibrated), "the end of " + calibrated);
            while (consumer.position(calibrated) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(message -> book.note(ContractJson.read(Topics.DETECTORS_CALIBRATED, message.value())));
            }
        }
    }

    /** Nothing of a bench ends a run. */
    private static final class Unexpected implements RunEnding.Announcements {

        @Override
        public void ended(RunFinished run) {
            throw new IllegalStateException(run.reason());
        }

        @Override
        public void givenUp(GenerationKey generation, String detectorId, String reason) {
            throw new IllegalStateException(reason);
        }
    }

    @Override
    public double counter(String name) {
        return 0; // the container counts
    }

    @Override
    public long residentBytes() {
        return ResidentMemory.now();
    }

    @Override
    public double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e9;
    }

    @Override
    public void close() {
        loop.close();
    }
}
