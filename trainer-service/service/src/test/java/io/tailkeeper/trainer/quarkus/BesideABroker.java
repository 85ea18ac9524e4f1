package io.tailkeeper.trainer.quarkus;

import static io.tailkeeper.trainer.testing.Broker.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.flow.Supervision;
import io.tailkeeper.trainer.testing.Broker;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of the whole service, which is ready before each case and has not failed after it. */
abstract class BesideABroker {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String servers;

    @Inject
    Supervision supervision;

    Broker broker;

    @BeforeEach
    void connect() {
        broker = new Broker(servers);
        patiently().until(() -> supervision.problems().isEmpty());
    }

    @AfterEach
    void disconnect() {
        broker.close();
        assertThat(supervision.failure()).isEmpty();
    }
}
