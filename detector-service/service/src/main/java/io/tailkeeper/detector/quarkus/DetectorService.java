package io.tailkeeper.detector.quarkus;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.loop.RestartingLoop;
import io.tailkeeper.detector.run.KnownRuns;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.flow.StateTopic;
import io.tailkeeper.flow.StateTopics;
import io.tailkeeper.flow.Supervision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Starts the threads of the instance with the service, and stops them with the service. */
@ApplicationScoped
class DetectorService {

    private final List<RunDetector> detectors;
    private final KnownRuns known;
    private final StateTopics topics;
    private final Supervision supervision;
    private final List<RestartingLoop> loops;

    DetectorService(
            List<RunDetector> detectors,
            KnownRuns known,
            StateTopics topics,
            Supervision supervision,
            List<RestartingLoop> loops) {
        this.detectors = List.copyOf(detectors);
        this.known = known;
        this.topics = topics;
        this.supervision = supervision;
        this.loops = List.copyOf(loops);
    }

    void start(@Observes StartupEvent event) {
        topics.follow(List.of(
                StateTopic.of(Topics.RUNS_REQUESTED, known::note),
                StateTopic.of(Topics.RUNS_FINISHED, known::note),
                StateTopic.of(Topics.GENERATIONS_TRAINED, known::note),
                StateTopic.of(Topics.DETECTORS_CALIBRATED, this::noteOwn)));
        for (RestartingLoop loop : loops) {
            supervision.readyWhen(loop.name(), loop::problem);
            Thread unused = supervision.start(loop.name(), () -> {
                if (topics.awaitCaughtUp()) {
                    loop.run();
                }
            });
        }
    }

    /** Another program, or another version of a detector, may use an id of this instance's. */
    private void noteOwn(DetectorCalibrated calibrated) {
        if (detectors.stream().anyMatch(detector -> detector.knows(calibrated))) {
            known.note(calibrated);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loops.parallelStream().forEach(RestartingLoop::close);
        if (loops.stream().allMatch(RestartingLoop::hasEnded)) { // else somebody is still in an encoder
            detectors.forEach(detector -> detector.encoders().close());
        }
    }
}
