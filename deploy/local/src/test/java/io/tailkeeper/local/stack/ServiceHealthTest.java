package io.tailkeeper.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServiceHealthTest {

    private static final String DOWN =
            """
            {"status": "DOWN", "checks": [
              {"name": "detector loops alive", "status": "UP", "data": {"encoder": true}},
              {"name": "detector loops working", "status": "DOWN", "data": {"encoder": false, "calibration": true}},
              {"name": "generator works", "status": "DOWN"}]}""";

    @Test
    void theReasonNamesTheChecksThatFail() {
        assertThat(ServiceHealth.reason(503, DOWN))
                .isEqualTo("detector loops working is DOWN (encoder: false, calibration: true);"
                        + " generator works is DOWN");
        assertThat(ServiceHealth.reason(500, "<html>")).isEqualTo("it answers with HTTP status 500");
        assertThat(ServiceHealth.reason(503, "{}")).isEqualTo("it answers with HTTP status 503");
    }

    @Test
    void aServiceIsAskedAndOneThatDoesNotAnswerHasAFault() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        int port = server.getAddress().getPort();
        answer(server, "/q/health", 503, DOWN);
        answer(server, "/q/health/ready", 200, "{}");
        server.start();
        try {
            assertThat(ServiceHealth.ready(port)).isTrue();
            assertThat(ServiceHealth.fault(port))
                    .hasValueSatisfying(fault -> assertThat(fault).startsWith("detector loops working is DOWN"));
        } finally {
            server.stop(0);
        }
        assertThat(ServiceHealth.ready(port)).isFalse();
        assertThat(ServiceHealth.fault(port)).contains("it does not answer on port " + port);
    }

    private static void answer(HttpServer server, String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
