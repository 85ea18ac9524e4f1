package io.tailkeeper.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** Serves the page with the policy of the service, and experiments that a test makes up. */
final class PageServer implements AutoCloseable {

    /** The policy of the services' pages. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, ExperimentJson> experiments = new LinkedHashMap<>();
    private final Map<String, ObjectNode> lines = new LinkedHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> happenings = new LinkedBlockingQueue<>();
    private final StartAnswers start = new StartAnswers();
    private volatile String losses = "[]";
    private volatile int cancelStatus = 202;
    private volatile boolean away;
    private volatile String deletedAfterListing;
    private final Map<String, String> samples = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    PageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    void show(String id, ExperimentJson experiment) {
        show(id, experiment, experiment.line("running"));
    }

    /** Shows an experiment, with its line in the list. */
    void show(String id, ExperimentJson experiment, ObjectNode line) {
        experiments.put(id, experiment);
        lines.put(id, line);
    }

    /** Tells those who listen of something. */
    void happen(String kind, String json) {
        happenings.add("event: " + kind + "\ndata: " + json + "\n\n");
    }

    /** Whether the API hangs up on whoever asks; the page itself is served all the same. */
    void away(boolean hangsUp) {
        away = hangsUp;
    }

    /** Somebody else deletes an experiment right after the next list was answered. */
    void deleteAfterListing(String id) {
        deletedAfterListing = id;
    }

    /** Lets a run not be cancelled. */
    void refuseToCancel() {
        cancelStatus = 409;
    }

    /** What is answered to whoever starts an experiment. */
    StartAnswers start() {
        return start;
    }

    /** Methods, paths and types of content of what was asked of the API. */
    List<String> requests() {
        return requests;
    }

    /** What is answered when the samples of a generation are asked for. */
    void samples(String runId, int generation, String json) {
        samples.put(runId + " " + generation, json);
    }

    /** What is answered when the training losses of a generation are asked for. */
    void losses(String json) {
        losses = json;
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/index.html");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.startsWith("/api/")) {
                if (away) {
                    return;
                }
                requests.add(exchange.getRequestMethod() + " " + path + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type"));
            }
            Optional<StartAnswers.Answer> started =
                    start.answer(exchange.getRequestMethod(), path, exchange.getRequestBody());
            if (started.isPresent()) {
                send(
                        exchange,
                        started.get().status(),
                        "application/json",
                        started.get().body().getBytes(UTF_8));
            } else if (path.equals("/api/experiments")) {
                json(
                        exchange,
                        lines.values().stream().map(ObjectNode::toString).collect(Collectors.joining(",", "[", "]")));
                if (deletedAfterListing != null) {
                    forget(deletedAfterListing);
                    deletedAfterListing = null;
                }
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                remove(exchange, path.substring(17));
            } else if (path.startsWith("/api/experiments/")) {
                experiment(exchange, URLDecoder.decode(path.substring(17), UTF_8));
            } else if (path.endsWith("/samples")) {
                String[] parts = path.split("/", -1);
                String samples = this.samples.get(parts[3] + " " + parts[5]);
                json(exchange, samples == null ? "{\"decided\":true,\"pool\":[],\"pairs\":[]}" : samples);
            } else if (path.endsWith("/losses")) {
                json(exchange, losses);
            } else if (path.endsWith("/cancel")) {
                send(
                        exchange,
                        cancelStatus,
                        "application/json",
                        (cancelStatus == 202 ? "{}" : "{\"error\":\"it is over already\"}").getBytes(UTF_8));
            } else if (path.equals("/api/events")) {
                events(exchange);
            } else {
                file(exchange, path);
            }
        }
    }

    private void experiment(HttpExchange exchange, String id) throws IOException {
        ExperimentJson experiment = experiments.get(id);
        if (experiment == null) {
            send(exchange, 404, "application/json", "{\"error\":\"there is no such experiment\"}".getBytes(UTF_8));
        } else {
            json(exchange, experiment.json());
        }
    }

    private void forget(String id) {
        experiments.remove(id);
        lines.remove(id);
    }

    private void remove(HttpExchange exchange, String id) throws IOException {
        boolean running = lines.get(id).path("state").asText().equals("running");
        if (!running) {
            forget(id);
        }
        send(
                exchange,
                running ? 409 : 200,
                "application/json",
                (running ? "{\"error\":\"a run goes on; cancel it first\"}" : "{}").getBytes(UTF_8));
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                exchange.getResponseBody().write(happenings.take().getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        send(exchange, 200, type, body);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
