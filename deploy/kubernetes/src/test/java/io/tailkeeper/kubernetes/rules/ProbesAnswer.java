package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every container that goes on for ever has the three probes. Those of the services ask the paths that Quarkus has, and only
 * readiness asks for what a broker or a store may be missing for.
 */
final class ProbesAnswer implements Rule {

    private static final String LIVE = "/q/health/live";
    private static final Map<String, String> PATHS =
            Map.of("startupProbe", LIVE, "livenessProbe", LIVE, "readinessProbe", "/q/health/ready");

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Pod pod : manifests.pods()) {
            if (!pod.owner().startsWith("Job")) {
                pod.containers()
                        .forEach(container -> PATHS.forEach((probe, path) -> {
                            JsonNode found = container.path(probe);
                            if (found.isMissingNode()) {
                                faults.add(pod.owner() + " has no " + probe);
                            } else {
                                port(pod, container, found, faults);
                            }
                            if (Checkout.SERVICES.contains(pod.name())
                                    && !found.at("/httpGet/path").asText().equals(path)) {
                                faults.add(pod.owner() + ": its " + probe + " asks "
                                        + found.at("/httpGet/path").asText() + ", not " + path);
                            }
                        }));
            }
        }
        Checkout.SERVICES.forEach(service -> {
            if (Checkout.properties(service).contains("root-path")) {
                faults.add("the " + service + " has its pages elsewhere: its application.properties set a root path");
            }
        });
        return faults;
    }

    private static void port(Pod pod, JsonNode container, JsonNode probe, List<String> faults) {
        JsonNode port = probe.has("httpGet") ? probe.at("/httpGet/port") : probe.at("/tcpSocket/port");
        boolean known = probe.has("exec")
                || Manifests.elements(container, "/ports").stream()
                        .anyMatch(offer -> offer.path("name").equals(port)
                                || offer.path("containerPort").equals(port));
        if (!known) {
            faults.add(pod.owner() + " is probed at " + port.asText() + ", which is no port of its own");
        }
    }
}
