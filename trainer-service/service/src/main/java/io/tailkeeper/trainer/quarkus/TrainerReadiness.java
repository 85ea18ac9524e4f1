package io.tailkeeper.trainer.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the trainer has read the state of all runs and its disk takes samples. */
@Readiness
@ApplicationScoped
class TrainerReadiness implements HealthCheck {

    private final TrainerService service;

    TrainerReadiness(TrainerService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        String problem = service.problem();
        return problem == null
                ? HealthCheckResponse.up("trainer")
                : HealthCheckResponse.named("trainer")
                        .down()
                        .withData("problem", problem)
                        .build();
    }
}
