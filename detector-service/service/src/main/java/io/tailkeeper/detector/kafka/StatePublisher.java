package io.tailkeeper.detector.kafka;

import io.opentelemetry.context.Scope;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.run.Calibrations;
import io.tailkeeper.detector.run.RunEnding;
import io.tailkeeper.flow.Outgoing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Publishes calibrated detectors and ends of runs, and tells the log of them; every method returns when the broker has
 * acknowledged, however long that takes.
 */
@ApplicationScoped
public class StatePublisher implements Calibrations.Announcements, RunEnding.Announcements {

    private static final Logger LOG = Logger.getLogger(StatePublisher.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Outgoing<DetectorCalibrated> detectors;
    private final Outgoing<RunFinished> ends;
    private final CalibrationTraces traces;

    StatePublisher(
            @Channel("calibrated-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, DetectorCalibrated>> detectors,
            @Channel("finished-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, RunFinished>> ends,
            CalibrationTraces traces) {
        this.traces = traces;
        this.detectors = new Outgoing<>(Topics.DETECTORS_CALIBRATED, detectors);
        this.ends = new Outgoing<>(Topics.RUNS_FINISHED, ends);
    }

    private static <T> void publish(Outgoing<T> topic, T message) {
        topic.send(message)
                .onFailure(RetriableException.class)
                .invoke(failure -> LOG.warnf("%s is not published yet: %s", message, failure.getMessage()))
                .onFailure(RetriableException.class)
                .retry()
                .withBackOff(PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .await()
                .indefinitely();
    }

    @Override
    public void calibrated(DetectorCalibrated detector) {
        try (Scope _ = traces.of(new GenerationKey(detector.runId(), detector.generation()))
                .makeCurrent()) {
            publish(detectors, detector);
        }
        LOG.infof(
                "calibrated %s on %d samples: AUROC %.3f, temperature %.2f, ECE %.3f before and %.3f after%s",
                detector.key(),
                detector.quality().samples(),
                detector.quality().auroc(),
                detector.temperature(),
                detector.quality().calibrationErrorBefore(),
                detector.quality().calibrationErrorAfter(),
                detector.usable() ? "" : "; too weak to use, every sample gets probability 0.5");
    }

    @Override
    public void forgotten(GenerationKey generation) {
        LOG.warnf(
                "the calibration part of %s is incomplete and makes room for newer ones: nobody has requested its run",
                generation);
    }

    @Override
    public void ended(RunFinished run) {
        publish(ends, run);
        LOG.errorf("run %s has failed: %s", run.runId(), run.reason());
    }

    @Override
    public void givenUp(GenerationKey generation, String detectorId, String reason) {
        LOG.warnf("%s gives up %s, which it does not decide: %s", detectorId, generation, reason);
    }
}
