package io.tailkeeper.local.follow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The project's own counters of the services, added up over restarts: a counter that has fallen began again at zero.
 *
 * <p>Not safe for use by several threads.
 */
public final class ServiceCounters {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern COUNTER =
            Pattern.compile("^(tailkeeper_[a-z_]+?)(?:_total)?(?:\\{[^}]*})? ([0-9.eE+-]+)$", Pattern.MULTILINE);

    private static final Pattern DEVICE =
            Pattern.compile("^tailkeeper_trainer_device\\{device=\"([^\"]+)\"", Pattern.MULTILINE);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Map<String, Double> last = new HashMap<>();
    private final Map<String, Double> sums = new TreeMap<>();
    private final Set<String> devices = new TreeSet<>();

    /** Reads a service's counters; one that does not answer is read the next time. */
    public void scrape(URI service) throws InterruptedException {
        HttpRequest request = ApiToken.request(service.resolve("/q/metrics"))
                .header("Accept", "text/plain")
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                add(answer.body());
            }
        } catch (IOException e) {
            // It is being restarted; what it counted since the last reading is lost to the report only.
            return;
        }
    }

    void add(String exposition) {
        DEVICE.matcher(exposition).results().forEach(device -> devices.add(device.group(1)));
        Map<String, Double> now = new HashMap<>();
        Matcher matcher = COUNTER.matcher(exposition);
        while (matcher.find()) {
            now.merge(matcher.group(1), Double.parseDouble(matcher.group(2)), Double::sum);
        }
        now.forEach((name, value) -> {
            double before = last.getOrDefault(name, 0.0);
            sums.merge(name, value >= before ? value - before : value, Double::sum);
            last.put(name, value);
        });
    }

    /** Where models were trained: cpu or cuda:N, several where the trainer was started anew on another. */
    public List<String> devices() {
        return List.copyOf(devices);
    }

    /** A counter's sum, 0 when it was never seen. */
    public double sum(String name) {
        return sums.getOrDefault(name, 0.0);
    }
}
