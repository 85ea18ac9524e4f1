package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Autoscalers, alerts and the dashboard ask for figures that the services have, under the names that Prometheus gives them. */
final class FiguresExist implements Rule {

    private static final Pattern NAME = Pattern.compile("\\b(?:tailkeeper|jvm|kubelet|process)_[a-z_]+\\b");
    private static final Pattern METER = Pattern.compile("\"(tailkeeper(?:\\.[a-z]+)+)\"");
    private static final Pattern COUNTER = Pattern.compile("counter\\(\\s*\"(tailkeeper(?:\\.[a-z]+)+)\"");

    /** Of the runtime and of the node, which nobody here registers. */
    private static final Set<String> OTHERS = Set.of(
            "jvm_memory_used_bytes",
            "jvm_gc_pause_seconds_sum",
            "process_cpu_usage",
            "kubelet_volume_stats_available_bytes",
            "kubelet_volume_stats_capacity_bytes");

    /** What the services show, by the names that Prometheus gives it. */
    static final Set<String> KNOWN = known();

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(OTHERS);
        for (String folder : List.of(
                "contracts/flow", "generator-service", "detector-service", "trainer-service", "metrics-service")) {
            String sources = Checkout.sources(folder);
            Set<String> counters = new TreeSet<>(names(COUNTER, sources).toList());
            names(METER, sources)
                    .map(name -> name.replace('.', '_') + (counters.contains(name) ? "_total" : ""))
                    .forEach(known::add);
        }
        return known;
    }

    private static Stream<String> names(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().map(found -> found.group(1));
    }

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        manifests.of("ScaledObject").forEach(scaler -> {
            for (JsonNode trigger : Manifests.elements(scaler, "/spec/triggers")) {
                unknown(Manifests.title(scaler), trigger.at("/metadata/query").asText(), faults);
            }
        });
        manifests.of("PrometheusRule").forEach(rule -> rule.findValues("expr")
                .forEach(expression -> unknown(Manifests.title(rule), expression.asText(), faults)));
        manifests.find("ConfigMap", "tailkeeper-dashboard").ifPresent(dashboard -> {
            unknown("the dashboard", dashboard.path("data").toString(), faults);
            dashboard(dashboard, faults);
        });
        manifests.of("PodMonitor").stream()
                .flatMap(monitor -> Manifests.elements(monitor, "/spec/podMetricsEndpoints").stream())
                .filter(endpoint -> !endpoint.path("path").asText().equals("/q/metrics")
                        || !endpoint.path("honorLabels").asBoolean(false))
                .forEach(endpoint -> faults.add("the services are not read at /q/metrics with their own labels"));
        return faults;
    }

    private static void unknown(String title, String text, List<String> faults) {
        NAME.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> !KNOWN.contains(name))
                .distinct()
                .forEach(name -> faults.add(title + " asks for " + name + ", which no service has"));
    }

    private static void dashboard(ObjectNode config, List<String> faults) {
        if (config.at("/metadata/labels/grafana_dashboard").asText().isEmpty()) {
            faults.add("Grafana does not find the dashboard without its label");
        }
        config.path("data").forEach(file -> {
            try {
                JsonNode dashboard = new JsonMapper().readTree(file.asText());
                if (dashboard.findValues("expr").isEmpty()
                        || dashboard.path("uid").asText().isEmpty()) {
                    faults.add("the dashboard shows nothing or has no name");
                }
            } catch (JsonProcessingException e) {
                faults.add("the dashboard is no JSON: " + e.getOriginalMessage());
            }
        });
    }
}
