package io.tailkeeper.page.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One page of a browser by the protocol of its developer tools: commands with an answer each, and what the page complains of. */
final class DevTools implements WebSocket.Listener, AutoCloseable {

    /** An answer of a browser on a machine that does other things too. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebSocket socket;
    private final StringBuilder arriving = new StringBuilder();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> credentials = Map.of();

    DevTools(HttpClient http, URI address) {
        socket = http.newWebSocketBuilder().buildAsync(address, this).join();
    }

    /** Sends a command and waits for its answer. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            send(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)));
            JsonNode given = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (given.has("error")) {
                throw new IllegalStateException(method + ": " + given.get("error"));
            }
            return given.get("result");
        } catch (JsonProcessingException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private synchronized void send(String text) {
        socket.sendText(text, true).join();
    }

    /** Answers whoever asks for a user's name and password, as a person in front of the browser does. */
    void signIn(String user, String secret) {
        credentials = Map.of("response", "ProvideCredentials", "username", user, "password", secret);
        JsonNode unused = call("Fetch.enable", Map.of("handleAuthRequests", true));
    }

    /** Exceptions, refusals of the page's policy and errors on its console, since it was opened. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        arriving.append(data);
        if (last) {
            take(arriving.toString());
            arriving.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void take(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message.has("id")) {
                answers.remove(message.get("id").intValue()).complete(message);
            } else {
                hear(message.path("method").asText(), message.path("params"));
            }
        } catch (JsonProcessingException e) {
            complaints.add("no JSON: " + text);
        }
    }

    private void hear(String event, JsonNode parameters) {
        String request = parameters.path("requestId").asText();
        switch (event) {
            case "Runtime.exceptionThrown" ->
                complaints.add(parameters.path("exceptionDetails").toString());
            case "Log.entryAdded" -> {
                JsonNode entry = parameters.path("entry");
                if (entry.path("level").asText().equals("error")) {
                    complaints.add(entry.path("text").asText() + " "
                            + entry.path("url").asText());
                }
            }
            case "Fetch.requestPaused" -> later("Fetch.continueRequest", Map.of("requestId", request));
            case "Fetch.authRequired" ->
                later("Fetch.continueWithAuth", Map.of("requestId", request, "authChallengeResponse", credentials));
            default -> {}
        }
    }

    /** Not on this thread, which the answer comes on. */
    private void later(String method, Map<String, ?> parameters) {
        Thread unused = Thread.ofVirtual().start(() -> call(method, parameters));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
