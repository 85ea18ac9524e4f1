package io.tailkeeper.flow;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Up while every thread of the service lives and nothing has failed for good; it asks neither broker nor store. */
@Liveness
final class WorksCheck implements HealthCheck {

    private final Supervision supervision;

    WorksCheck(Supervision supervision) {
        this.supervision = supervision;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> failure = supervision.failure();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("works").status(failure.isEmpty());
        failure.ifPresent(reason -> response.withData("problem", reason));
        return response.build();
    }
}
