package io.tailkeeper.page.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Chromium without a window, and one page in it. Its program is {@code chromium}, or what the variable CHROMIUM names. */
public final class Browser implements AutoCloseable {

    /** A page loads, asks a service and draws within it, on a machine that does other things too. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int GRACE_SECONDS = 10;

    /** Codes of the keys that a browser itself acts on. */
    private static final Map<String, Integer> CODES = Map.of("Tab", 9, "Escape", 27);

    private static final Pattern LISTENS = Pattern.compile("ws://([^/]+)/");

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final DevTools page;

    private Browser(Process process, String address) throws IOException, InterruptedException {
        this.process = process;
        JsonNode pages = new ObjectMapper()
                .readTree(http.send(
                                HttpRequest.newBuilder(URI.create("http://" + address + "/json"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
        page = new DevTools(
                http, URI.create(pages.findValue("webSocketDebuggerUrl").asText()));
        for (String domain : List.of("Runtime", "Log", "Page")) {
            JsonNode unused = page.call(domain + ".enable", Map.of());
        }
    }

    /**
     * Starts one.
     *
     * @param profile a folder for what it writes
     * @throws IllegalStateException when there is no such program; the message says what to install
     */
    public static Browser open(Path profile) {
        String program = System.getenv().getOrDefault("CHROMIUM", "chromium");
        try {
            Process process = new ProcessBuilder(
                            program,
                            "--headless=new",
                            "--no-sandbox", // root has none; the pages are ours
                            "--disable-gpu",
                            "--hide-scrollbars",
                            "--no-first-run",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Browser(process, address(process));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the browser " + program + " does not start; install chromium, or name one in CHROMIUM", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String address(Process process) throws IOException {
        BufferedReader told = process.errorReader(UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                Thread.ofVirtual().start(() -> told.lines().forEach(_ -> {})); // or its pipe fills up
                return listens.group(1);
            }
            all.append(line).append('\n');
        }
        throw new IOException("it ended: " + all);
    }

    /** The room of the page, in pixels, and whether it is dark. */
    public void look(int width, int height, boolean dark) {
        JsonNode unused = page.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        unused = page.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Types a name and a password where a service asks for them. */
    public void signIn(String user, String secret) {
        page.signIn(user, secret);
    }

    /** Opens an address, and waits until it has loaded. */
    public void go(URI address) {
        JsonNode unused = page.call("Page.navigate", Map.of("url", address.toString()));
        until("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Leaves the page: nothing of it asks for anything any more. */
    public void leave() {
        JsonNode unused = page.call("Page.navigate", Map.of("url", "about:blank"));
        until("location.href === 'about:blank'");
    }

    /** The value of an expression in the page; a promise is waited for. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = page.call(
                "Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(
                    expression + ": " + answer.get("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression is true. */
    public void until(String condition) {
        Awaitility.await(condition)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> evaluate(condition).asBoolean());
    }

    /** The visible text of what a selector finds first. */
    public String text(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''")
                .asText();
    }

    /** Presses a key where the focus is. */
    public void press(String key) {
        for (String type : List.of("keyDown", "keyUp")) {
            JsonNode unused = page.call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "windowsVirtualKeyCode", CODES.getOrDefault(key, 0)));
        }
    }

    /** Moves the pointer into the middle of what a selector finds first. */
    public void point(String selector) {
        JsonNode box = evaluate("(() => { const one = document.querySelector(" + quoted(selector)
                + "); one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
                + " return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()");
        JsonNode unused = page.call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        "mouseMoved",
                        "x",
                        box.get("x").asDouble(),
                        "y",
                        box.get("y").asDouble()));
    }

    /** Clicks on what a selector finds first. */
    public void click(String selector) {
        JsonNode unused = evaluate("document.querySelector(" + quoted(selector) + ").click()");
    }

    /** What the page complained of: exceptions, refusals of its policy, answers that failed. */
    public List<String> complaints() {
        return page.complaints();
    }

    /** A picture of the page as it is seen. */
    public void picture(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(
                    file,
                    Base64.getDecoder()
                            .decode(page.call("Page.captureScreenshot", Map.of("format", "png"))
                                    .get("data")
                                    .asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text as a literal of the page's language. */
    public static String quoted(String text) {
        return new com.fasterxml.jackson.databind.node.TextNode(text).toString();
    }

    /** Ends it with all its processes, so that nothing is written into its profile any more. */
    @Override
    public void close() {
        page.close();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
