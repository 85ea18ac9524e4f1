package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A broker that takes connections and never answers, as one that hangs does. FlowBrokerTest has topics that are missing. */
class NeededTopicsTest {

    @Test
    void brokersThatTakeConnectionsAndDoNotAnswerAreNoReadyOnes() throws IOException {
        Supervision supervision = new Supervision(() -> {});
        try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String server = "127.0.0.1:" + hanging.getLocalPort();
            NeededTopics topics =
                    new NeededTopics(Map.of("bootstrap.servers", server), false, supervision, Duration.ofMillis(300));
            topics.add(List.of("samples.collected.v1"), "a group");

            topics.start();

            await().until(() -> !supervision.problems().isEmpty());
            assertThat(supervision.problems().values().iterator().next())
                    .startsWith("the brokers " + server + " have not answered for ")
                    .endsWith(" s; are they up, and reachable from here?");
        }
        supervision.stop(new ShutdownEvent());
    }
}
