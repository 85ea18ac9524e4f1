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

    DevTools(HttpClient http, URI address) {
        socket = http.newWebSocketBuilder().buildAsync(address, this).join();
    }

    /** Sends a command and waits for its answer. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                    .join();
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
            } else if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
                complaints.add(message.at("/params/exceptionDetails").toString());
            } else if (message.at("/params/entry/level").asText().equals("error")) {
                complaints.add(message.at("/params/entry/text").asText() + " "
                        + message.at("/params/entry/url").asText());
            }
        } catch (JsonProcessingException e) {
            complaints.add("no JSON: " + text);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
