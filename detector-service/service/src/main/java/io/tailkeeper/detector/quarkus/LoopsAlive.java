package io.tailkeeper.detector.quarkus;

import io.tailkeeper.detector.kafka.SupervisedLoop;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Up while every loop has its thread; without it, only a new process helps. */
@Liveness
class LoopsAlive implements HealthCheck {

    private final DetectorService service;

    LoopsAlive(DetectorService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("detector loops alive");
        service.loops().forEach(loop -> response.withData(loop.name(), loop.isAlive()));
        return response.status(service.loops().stream().allMatch(SupervisedLoop::isAlive))
                .build();
    }
}
