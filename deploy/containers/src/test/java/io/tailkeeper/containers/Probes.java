package io.tailkeeper.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Manifests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the probes of a pod as a cluster asks them: at its address, and by programs inside it. */
final class Probes {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Probes() {}

    /** Whether a probe succeeds now. */
    static boolean succeeds(PodContainer pod, String kind) throws InterruptedException {
        JsonNode probe = pod.probe(kind);
        Duration timeout = Duration.ofSeconds(probe.path("timeoutSeconds").asInt(1));
        try {
            if (probe.has("httpGet")) {
                return get(pod, probe.get("httpGet"), timeout);
            }
            if (probe.has("tcpSocket")) {
                return connects(pod, pod.port(probe.at("/tcpSocket/port")), timeout);
            }
            String[] command = Manifests.elements(probe, "/exec/command").stream()
                    .map(JsonNode::asText)
                    .toArray(String[]::new);
            if (command.length == 0) {
                throw new AssertionError(pod.name() + " has no " + kind + " that this test knows: " + probe);
            }
            return pod.execInContainer(command).getExitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean get(PodContainer pod, JsonNode get, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + pod.address() + ":"
                        + pod.port(get.path("port")) + get.path("path").asText()))
                .timeout(timeout)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    private static boolean connects(PodContainer pod, int port, Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(pod.address(), port), (int) timeout.toMillis());
            return true;
        }
    }
}
