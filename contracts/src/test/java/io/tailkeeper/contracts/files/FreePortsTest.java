package io.tailkeeper.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void portsAreGivenOnceAndLieBelowThoseOfOutgoingConnections() {
        FreePorts ports = new FreePorts();
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            given.add(ports.next());
        }

        assertThat(given).doesNotHaveDuplicates().hasSize(300).allSatisfy(port -> assertThat(port)
                .isBetween(20_000, 32_767));
    }

    @Test
    void aPortThatSomebodyListensOnIsPassedOver() throws IOException {
        int port = new FreePorts().next();
        FreePorts only = new FreePorts(port, port);
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.isBound()).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(only::next)
                    .withMessage("no free port between " + port + " and " + port
                            + " on 127.0.0.1 after 500 tries; end programs that listen there");
        }
        assertThat(only.next()).isEqualTo(port);
        assertThatIllegalStateException().isThrownBy(only::next);
    }
}
