package io.tailkeeper.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tailkeeper.page.testing.ExperimentJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Serves the page with the policy of the service, and experiments that a test makes up. */
final class PageServer implements AutoCloseable {

    /** The policy of the services' pages. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, ExperimentJson> experiments = new LinkedHashMap<>();
    private final HttpServer server;

    PageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    void show(String id, ExperimentJson experiment) {
        experiments.put(id, experiment);
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/index.html");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/api/experiments")) {
                json(
                        exchange,
                        experiments.values().stream()
                                .map(one -> one.line("running").toString())
                                .collect(Collectors.joining(",", "[", "]")));
            } else if (path.startsWith("/api/experiments/")) {
                json(
                        exchange,
                        experiments
                                .get(URLDecoder.decode(path.substring(17), UTF_8))
                                .json());
            } else if (path.equals("/api/events")) {
                exchange.sendResponseHeaders(204, -1); // nothing will happen
            } else {
                file(exchange, path);
            }
        }
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        send(exchange, "application/json", body.getBytes(UTF_8));
    }

    private static void file(HttpExchange exchange, String path) throws IOException {
        try (InputStream file = PageServer.class.getResourceAsStream("/META-INF/resources" + path)) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                String kind = path.substring(path.lastIndexOf('.') + 1);
                send(exchange, "text/" + (kind.equals("js") ? "javascript" : kind), file.readAllBytes());
            }
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
