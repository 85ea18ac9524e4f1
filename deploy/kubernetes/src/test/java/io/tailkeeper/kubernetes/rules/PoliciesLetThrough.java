package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where there are network policies, what has to talk may, and nothing else. */
final class PoliciesLetThrough implements Rule {

    private static final JsonNode BROKERS =
            JsonNodeFactory.instance.objectNode().put("app.kubernetes.io/name", "kafka");

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        if (manifests.of("NetworkPolicy").isEmpty()) {
            return faults;
        }
        for (Pod from : manifests.pods()) {
            for (Pod to : manifests.pods()) {
                to.containers()
                        .flatMap(container -> Manifests.elements(container, "/ports").stream())
                        .map(port -> port.path("containerPort").asInt())
                        .forEach(port -> {
                            boolean needs = needs(from.name(), to.name());
                            if (goes(manifests, from, to, port) != needs) {
                                faults.add(from.name() + (needs ? " may not" : " may") + " reach " + to.name() + " at "
                                        + port);
                            }
                            if (comes(manifests, from, to, port) != needs) {
                                faults.add(to.name() + (needs ? " does not hear " : " hears ") + from.name() + " at "
                                        + port);
                            }
                        });
            }
            outside(manifests, from, faults);
            if (!isolated(manifests, from, "Ingress") || !isolated(manifests, from, "Egress")) {
                faults.add(from.owner() + " is held to no policy");
            }
        }
        return faults;
    }

    private static boolean needs(String from, String to) {
        return switch (to) {
            case "kafka" -> Checkout.SERVICES.contains(from) || from.equals("experiment") || from.equals("kafka");
            case "redis" -> from.equals("detector") || from.equals("metrics");
            case "metrics" -> from.equals("experiment");
            default -> false;
        };
    }

    /** Addresses outside, and listeners that the operator makes, are let through by their ports. */
    private static void outside(Manifests manifests, Pod from, List<String> faults) {
        from.containers().map(manifests::environment).forEach(environment -> Stream.of(
                        "KAFKA_BOOTSTRAP_SERVERS", "QUARKUS_REDIS_HOSTS", "TAILKEEPER_CHECKPOINTS_ENDPOINT")
                .filter(environment::containsKey)
                .map(name -> name.startsWith("KAFKA") ? "broker://" + environment.get(name) : environment.get(name))
                .map(URI::create)
                .filter(address -> manifests.find("Service", address.getHost()).isEmpty())
                .filter(address -> rules(manifests, from, "egress")
                        .noneMatch(rule -> leadsOut(rule, address) && port(rule, address.getPort())))
                .forEach(address -> faults.add(from.name() + " may not reach " + address)));
        boolean names = rules(manifests, from, "egress").anyMatch(rule -> port(rule, 53));
        if (!names) {
            faults.add(from.name() + " may ask for no names");
        }
        boolean read = rules(manifests, from, "ingress").anyMatch(rule -> Manifests.elements(rule, "/from").stream()
                .anyMatch(peer -> peer.has("namespaceSelector")));
        if (read != Checkout.SERVICES.contains(from.name())) {
            faults.add(from.name() + (read ? " is" : " is not") + " read by Prometheus");
        }
    }

    /** The operator gives its brokers the label that our own broker has. */
    private static boolean leadsOut(JsonNode rule, URI address) {
        boolean outside = address.getHost().contains(".");
        return Manifests.elements(rule, "/to").stream()
                .anyMatch(peer -> outside
                        ? peer.has("ipBlock")
                        : peer.at("/podSelector/matchLabels").equals(BROKERS));
    }

    private static boolean goes(Manifests manifests, Pod from, Pod to, int port) {
        return rules(manifests, from, "egress").anyMatch(rule -> port(rule, port) && names(rule, "/to", to));
    }

    private static boolean comes(Manifests manifests, Pod from, Pod to, int port) {
        return rules(manifests, to, "ingress").anyMatch(rule -> port(rule, port) && names(rule, "/from", from));
    }

    private static Stream<JsonNode> rules(Manifests manifests, Pod pod, String direction) {
        return manifests.of("NetworkPolicy").stream()
                .filter(policy -> Manifests.matches(policy.at("/spec/podSelector"), pod.labels()))
                .flatMap(policy -> Manifests.elements(policy, "/spec/" + direction).stream());
    }

    private static boolean isolated(Manifests manifests, Pod pod, String direction) {
        return manifests.of("NetworkPolicy").stream()
                .filter(policy -> Manifests.matches(policy.at("/spec/podSelector"), pod.labels()))
                .anyMatch(policy -> Manifests.elements(policy, "/spec/policyTypes").stream()
                        .anyMatch(type -> type.asText().equals(direction)));
    }

    private static boolean port(JsonNode rule, int port) {
        return Manifests.elements(rule, "/ports").stream()
                .anyMatch(allowed -> allowed.path("port").asInt() <= port
                        && port
                                <= allowed.path("endPort")
                                        .asInt(allowed.path("port").asInt()));
    }

    private static boolean names(JsonNode rule, String peers, Pod pod) {
        return Manifests.elements(rule, peers).stream()
                .filter(peer -> peer.has("podSelector") && !peer.has("namespaceSelector"))
                .anyMatch(peer -> Manifests.matches(peer.path("podSelector"), pod.labels()));
    }
}
