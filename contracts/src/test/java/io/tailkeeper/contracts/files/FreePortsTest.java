package io.tailkeeper.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
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
        int port;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort(); // one that nobody was given
        }
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
        assertThatIllegalStateException().as("of this process too").isThrownBy(new FreePorts(port, port)::next);
    }

    /** Asks for one of two ports. */
    public static final class Asker {

        public static void main(String[] range) throws IOException {
            System.out.println(new FreePorts(Integer.parseInt(range[0]), Integer.parseInt(range[1])).next());
            int unused = System.in.read(); // until the test has seen it
        }
    }

    @Test
    void twoProcessesAreNotGivenOnePort() throws Exception {
        int one = new FreePorts(30_000, 31_000).next();
        List<Process> askers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                askers.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Asker.class.getName(),
                                Integer.toString(one),
                                Integer.toString(one + 2))
                        .start());
            }
            List<Integer> given = new ArrayList<>(List.of(one));
            for (Process asker : askers) {
                given.add(Integer.valueOf(asker.inputReader().readLine()));
            }
            assertThat(given)
                    .as("nobody listens on any of them")
                    .doesNotHaveDuplicates()
                    .hasSize(3);
        } finally {
            askers.forEach(Process::destroyForcibly);
        }
    }
}
