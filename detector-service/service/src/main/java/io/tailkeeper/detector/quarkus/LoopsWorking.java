package io.tailkeeper.detector.quarkus;

import io.tailkeeper.detector.kafka.SupervisedLoop;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up while the last turn of every loop succeeded: the brokers answer and the topics exist. */
@Readiness
class LoopsWorking implements HealthCheck {

    private final DetectorService service;

    LoopsWorking(DetectorService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("detector loops working");
        service.loops().forEach(loop -> response.withData(loop.name(), loop.isWorking()));
        return response.status(service.loops().stream().allMatch(SupervisedLoop::isWorking))
                .build();
    }
}
