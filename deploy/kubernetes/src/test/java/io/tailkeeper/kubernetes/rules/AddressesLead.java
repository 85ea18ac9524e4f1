package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The addresses among the settings are those of a Service with that port, of a listener that the operator makes, or of something
 * outside, whose name has a dot; and a service that is asked by name answers to it.
 */
final class AddressesLead implements Rule {

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Pod pod : manifests.pods()) {
            pod.containers().forEach(container -> {
                Map<String, String> environment = manifests.environment(container);
                if (environment.containsKey("KAFKA_BOOTSTRAP_SERVERS")) {
                    address(pod, "broker://" + environment.get("KAFKA_BOOTSTRAP_SERVERS"), manifests, faults);
                }
                if (environment.containsKey("QUARKUS_REDIS_HOSTS")) {
                    address(pod, environment.get("QUARKUS_REDIS_HOSTS"), manifests, faults);
                }
                if (environment.containsKey("TAILKEEPER_CHECKPOINTS_ENDPOINT")) {
                    address(pod, environment.get("TAILKEEPER_CHECKPOINTS_ENDPOINT"), manifests, faults);
                }
                Manifests.elements(container, "/args").stream()
                        .map(JsonNode::asText)
                        .filter(argument -> argument.startsWith("http://"))
                        .forEach(argument -> address(pod, argument, manifests, faults));
            });
        }
        manifests.find("StatefulSet", "metrics").ifPresent(metrics -> names(metrics, manifests, faults));
        return faults;
    }

    private static void address(Pod pod, String address, Manifests manifests, List<String> faults) {
        URI uri = URI.create(address);
        boolean service = manifests.find("Service", uri.getHost()).stream()
                .flatMap(found -> Manifests.elements(found, "/spec/ports").stream())
                .anyMatch(port -> port.path("port").asInt() == uri.getPort());
        boolean listener = manifests.of("Kafka").stream()
                .filter(kafka -> uri.getHost().equals(Manifests.name(kafka) + "-kafka-bootstrap"))
                .flatMap(kafka -> Manifests.elements(kafka, "/spec/kafka/listeners").stream())
                .anyMatch(found -> found.path("port").asInt() == uri.getPort());
        if (!service && !listener && !uri.getHost().contains(".")) {
            faults.add(pod.owner() + " is given the address " + address + ", at which nothing of the manifests is");
        }
    }

    /** A request is answered that names the service as a pod of this or another namespace does. */
    private static void names(JsonNode metrics, Manifests manifests, List<String> faults) {
        JsonNode container = metrics.at("/spec/template/spec/containers/0");
        List<String> allowed = List.of(manifests
                .environment(container)
                .getOrDefault("TAILKEEPER_HTTP_ALLOWED_HOSTS", "")
                .split(","));
        String namespace = metrics.at("/metadata/namespace").asText();
        for (String name : List.of("metrics", "metrics." + namespace, "metrics." + namespace + ".svc.cluster.local")) {
            if (!allowed.contains(name)) {
                faults.add(
                        "metrics does not answer to " + name + ": TAILKEEPER_HTTP_ALLOWED_HOSTS has only " + allowed);
            }
        }
    }
}
