package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.LengthWindow;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.detector.kafka.DetectorLoops;
import io.tailkeeper.detector.kafka.KafkaClients;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The loops of the service in this process, without its container, around any encoder. */
final class LoopsDetector implements RunningDetector {

    private static final int BATCH = 256; // this and the window are the service's own
    private static final LengthWindow WINDOW = new LengthWindow(
            1, LengthWindow.DEFAULT.mostCharacters(), LengthWindow.DEFAULT.side(), LengthWindow.DEFAULT.prior());

    private final DetectorLoops loops;

    private LoopsDetector(DetectorLoops loops) {
        this.loops = loops;
    }

    /**
     * Starts one.
     *
     * @param instance unique among those that run
     */
    static RunningDetector start(String servers, String instance, String detectorId, Encoder encoder) {
        List<RunDetector> detectors =
                List.of(new RunDetector(detectorId, GenerationEncoders.always(encoder, () -> {}), WINDOW));
        DetectorLoops loops = new DetectorLoops(
                new KafkaClients(
                        Map.of("bootstrap.servers", servers), new KafkaClients.Instance(instance, true), BATCH),
                detectors,
                DetectorBook.of(detectors),
                Clock.systemUTC(),
                Duration.ofMinutes(10));
        loops.start();
        return new LoopsDetector(loops);
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
        loops.close();
    }
}
