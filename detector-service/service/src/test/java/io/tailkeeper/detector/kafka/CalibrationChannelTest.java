package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.run.Calibrations;
import io.tailkeeper.detector.run.KnownRuns;
import io.tailkeeper.detector.run.RunEnding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

class CalibrationChannelTest {

    private static final int MEBIBYTE = 1 << 20;

    private final List<DetectorCalibrated> calibrated = new ArrayList<>();
    private final List<Long> acknowledged = new ArrayList<>();

    private CalibrationChannel channel() {
        KnownRuns known = new KnownRuns();
        RunEnding ending = new RunEnding(known, Clock.systemUTC(), new RunEnding.Announcements() {
            @Override
            public void ended(RunFinished run) {
                throw new AssertionError(run.reason());
            }

            @Override
            public void givenUp(GenerationKey generation, String detectorId, String reason) {
                throw new AssertionError(reason);
            }
        });
        Calibrations.Announcements announcements = new Calibrations.Announcements() {
            @Override
            public void calibrated(DetectorCalibrated detector) {
                calibrated.add(detector);
            }

            @Override
            public void forgotten(GenerationKey generation) {
                throw new AssertionError(generation.toString());
            }
        };
        return new CalibrationChannel(
                new Calibrations(
                        List.of(Installation.detector("encoder", new FakeEncoder())),
                        known,
                        ending,
                        announcements,
                        64 * MEBIBYTE),
                null,
                null,
                new CalibrationTraces());
    }

    /** A sample whose record has a mebibyte, as one with fields that nobody knows. */
    private Message<Received<CalibrationSample>> message(CalibrationSample sample, long offset) {
        Received<CalibrationSample> received = new Received<>(new byte[MEBIBYTE], sample, null);
        ConsumerRecord<byte[], Received<CalibrationSample>> record =
                new ConsumerRecord<>(Topics.SAMPLES_CALIBRATION.name(), 0, offset, null, received);
        return Message.of(
                received, Metadata.of(new IncomingKafkaRecordMetadata<>(record, CalibrationChannel.CHANNEL)), () -> {
                    acknowledged.add(offset);
                    return CompletableFuture.completedFuture(null);
                });
    }

    @Test
    void isHeldBackWhileMoreWaitsToBeEncodedThanMemoryIsMeantFor() {
        CalibrationChannel channel = channel();
        List<CalibrationSample> part = Installation.part(new GenerationKey("run", 1), 40, true);
        CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
        int arrived = 0;
        while (room.isDone() && arrived < part.size()) {
            room = arrive(channel, part.get(arrived), arrived);
            arrived++;
        }
        assertThat(arrived).as("mebibytes").isBetween(15, 17);

        channel.iterate();

        assertThat(room).isDone();
        assertThat(acknowledged).hasSize(arrived - 1).doesNotContain(0L);
        for (; arrived < part.size(); arrived++) {
            room = arrive(channel, part.get(arrived), arrived);
            channel.iterate();
        }
        assertThat(room).isDone();
        channel.iterate();
        assertThat(calibrated).hasSize(1);
        channel.iterate(); // the part is settled by now
        assertThat(acknowledged).hasSize(40).contains(0L);
    }

    private CompletableFuture<Void> arrive(CalibrationChannel channel, CalibrationSample sample, long offset) {
        return channel.arrive(message(sample, offset)).subscribeAsCompletionStage();
    }
}
