package io.tailkeeper.flow;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up while nothing keeps the service from its work; what does stands in the data. */
@Readiness
final class ReadyCheck implements HealthCheck {

    private final Supervision supervision;

    ReadyCheck(Supervision supervision) {
        this.supervision = supervision;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> problems = supervision.problems();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("ready").status(problems.isEmpty());
        problems.forEach(response::withData);
        return response.build();
    }
}
