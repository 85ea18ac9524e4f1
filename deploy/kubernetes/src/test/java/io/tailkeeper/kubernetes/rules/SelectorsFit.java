package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whatever selects pods selects the right ones, and ports that are named or numbered are ports of their containers. */
final class SelectorsFit implements Rule {

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        manifests.of("StatefulSet").forEach(set -> workload(set, manifests, faults));
        manifests.of("Service").forEach(service -> service(service, manifests.pods(), faults));
        manifests.of("PodDisruptionBudget").forEach(budget -> {
            if (selected(manifests, budget.at("/spec/selector")).count() != 1) {
                faults.add(Manifests.title(budget) + " selects the pods of no workload, or of several");
            }
        });
        manifests.of("PodMonitor").forEach(monitor -> monitor(monitor, manifests, faults));
        return faults;
    }

    private static void workload(ObjectNode set, Manifests manifests, List<String> faults) {
        JsonNode labels = set.at("/spec/template/metadata/labels");
        if (!Manifests.matches(set.at("/spec/selector"), labels)) {
            faults.add(Manifests.title(set) + ": its selector does not match the labels of its pods");
        }
        if (selected(manifests, set.at("/spec/selector")).count() != 1) {
            faults.add(Manifests.title(set) + ": its selector matches pods of another workload");
        }
        if (manifests.find("Service", set.at("/spec/serviceName").asText()).isEmpty()) {
            faults.add(Manifests.title(set) + ": its serviceName names no Service");
        }
        for (JsonNode spread : Manifests.elements(set, "/spec/template/spec/topologySpreadConstraints")) {
            if (!Manifests.matches(spread.path("labelSelector"), labels)) {
                faults.add(Manifests.title(set) + ": it is spread away from pods that are not its own");
            }
        }
    }

    private static void service(ObjectNode service, List<Pod> pods, List<String> faults) {
        List<Pod> selected = pods.stream()
                .filter(pod -> service.at("/spec/selector").properties().stream()
                        .allMatch(label -> label.getValue().equals(pod.labels().get(label.getKey()))))
                .toList();
        if (selected.size() != 1) {
            faults.add(Manifests.title(service) + " selects the pods of " + selected.size() + " workloads, not of one");
        }
        for (Pod pod : selected) {
            for (JsonNode port : Manifests.elements(service, "/spec/ports")) {
                JsonNode target = port.has("targetPort") ? port.get("targetPort") : port.get("port");
                List<JsonNode> offered = ports(pod)
                        .filter(offer -> offer.path("name").equals(target)
                                || offer.path("containerPort").equals(target))
                        .toList();
                if (offered.isEmpty()) {
                    faults.add(Manifests.title(service) + ": its target port " + target.asText() + " is no port of "
                            + pod.owner());
                } else if (!offered.getFirst().path("containerPort").equals(port.path("port"))) {
                    faults.add(Manifests.title(service) + ": its port is not that of the container: "
                            + port.path("port").asText());
                }
            }
        }
    }

    private static void monitor(ObjectNode monitor, Manifests manifests, List<String> faults) {
        List<Pod> pods = selected(manifests, monitor.at("/spec/selector")).toList();
        List<String> names = pods.stream().map(Pod::name).sorted().toList();
        if (!names.equals(List.of("detector", "generator", "metrics", "trainer"))) {
            faults.add(Manifests.title(monitor) + " does not read the four services, but " + names);
        }
        for (JsonNode endpoint : Manifests.elements(monitor, "/spec/podMetricsEndpoints")) {
            pods.stream()
                    .filter(pod ->
                            ports(pod).noneMatch(port -> port.path("name").equals(endpoint.path("port"))))
                    .forEach(pod -> faults.add(Manifests.title(monitor) + ": "
                            + endpoint.path("port").asText() + " is no port of " + pod.owner()));
        }
    }

    private static Stream<Pod> selected(Manifests manifests, JsonNode selector) {
        return manifests.pods().stream().filter(pod -> Manifests.matches(selector, pod.labels()));
    }

    private static Stream<JsonNode> ports(Pod pod) {
        return pod.containers().flatMap(container -> Manifests.elements(container, "/ports").stream());
    }
}
