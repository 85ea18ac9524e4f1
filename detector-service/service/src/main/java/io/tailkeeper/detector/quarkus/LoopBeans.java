package io.tailkeeper.detector.quarkus;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.detector.kafka.CalibrationChannel;
import io.tailkeeper.detector.kafka.ScoringClients;
import io.tailkeeper.detector.kafka.ScoringLoop;
import io.tailkeeper.detector.loop.RestartingLoop;
import io.tailkeeper.detector.run.Judge;
import io.tailkeeper.flow.Backlog;
import io.tailkeeper.flow.tracing.Traces;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the loops of the instance: one that calibrates, and one a detector that scores. */
final class LoopBeans {

    @Produces
    @Singleton
    List<RestartingLoop> loops(
            List<Judge> judges,
            ScoringConnections connections,
            CalibrationChannel calibration,
            Backlog backlog,
            MeterRegistry meters,
            Traces traces) {
        List<RestartingLoop> loops = new ArrayList<>();
        loops.add(loop("calibration", () -> calibration, meters));
        for (Judge judge : judges) {
            ScoringClients clients = connections.of(judge.id());
            loops.add(loop(
                    judge.id() + "-scoring", () -> new ScoringLoop(clients, judge, backlog, meters, traces), meters));
        }
        return loops;
    }

    private static RestartingLoop loop(String name, Supplier<RestartingLoop.Session> sessions, MeterRegistry meters) {
        return new RestartingLoop(name, sessions, meters.counter("tailkeeper.restarts", "loop", name)::increment);
    }
}
