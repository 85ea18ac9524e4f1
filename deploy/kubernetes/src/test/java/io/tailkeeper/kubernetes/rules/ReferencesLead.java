package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pod names is there: among the manifests, made by an operator from one of them, or brought by whoever installs, and then
 * README says so. No secret is among the manifests.
 */
final class ReferencesLead implements Rule {

    private static final String README = Checkout.text("deploy/kubernetes/README.md");

    /** Names of fields that name an object, and of what kind. */
    private static final Map<String, String> FIELDS = Map.of(
            "configMapRef", "ConfigMap",
            "configMapKeyRef", "ConfigMap",
            "secretRef", "Secret",
            "secretKeyRef", "Secret");

    private record Reference(String kind, String name, Optional<String> key) {}

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        manifests.of("Secret").forEach(secret -> faults.add(Manifests.title(secret) + " is among the manifests"));
        Map<String, Set<String>> secrets = made(manifests);
        for (Pod pod : manifests.pods()) {
            List<Reference> references = new ArrayList<>();
            references.add(new Reference(
                    "ServiceAccount", pod.spec().path("serviceAccountName").asText(), Optional.empty()));
            collect(pod.spec(), references);
            references.stream()
                    .filter(reference -> !leads(reference, manifests, secrets))
                    .forEach(reference -> faults.add(pod.owner() + " names " + reference.kind() + " "
                            + reference.name()
                            + reference.key().map(key -> " with " + key).orElse("")
                            + ", which is not among the manifests, and README does not ask for it"));
            mounts(pod, manifests, faults);
        }
        return faults;
    }

    private static void collect(JsonNode node, List<Reference> references) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (FIELDS.containsKey(field.getKey())) {
                references.add(new Reference(
                        FIELDS.get(field.getKey()),
                        value.path("name").asText(),
                        Optional.ofNullable(value.get("key")).map(JsonNode::asText)));
            } else if (field.getKey().equals("persistentVolumeClaim")) {
                references.add(new Reference(
                        "PersistentVolumeClaim", value.path("claimName").asText(), Optional.empty()));
            } else if (field.getKey().equals("secret")) {
                Manifests.elements(value, "/items")
                        .forEach(item -> references.add(new Reference(
                                "Secret",
                                value.path("secretName").asText(),
                                Optional.of(item.path("key").asText()))));
            } else if (field.getKey().equals("configMap")) {
                references.add(new Reference("ConfigMap", value.path("name").asText(), Optional.empty()));
            }
        }
        node.forEach(child -> collect(child, references));
    }

    /** The secrets that the operator makes of accounts and clusters, with their keys. */
    private static Map<String, Set<String>> made(Manifests manifests) {
        Map<String, Set<String>> secrets = new HashMap<>();
        manifests
                .of("KafkaUser")
                .forEach(user -> secrets.put(Manifests.name(user), Set.of("password", "sasl.jaas.config")));
        manifests
                .of("Kafka")
                .forEach(kafka -> secrets.put(Manifests.name(kafka) + "-cluster-ca-cert", Set.of("ca.crt")));
        return secrets;
    }

    private static boolean leads(Reference reference, Manifests manifests, Map<String, Set<String>> secrets) {
        Optional<? extends JsonNode> there = manifests.find(reference.kind(), reference.name());
        if (there.isPresent()) {
            return reference.key().map(key -> there.get().at("/data").has(key)).orElse(true);
        }
        if (secrets.containsKey(reference.name())) {
            return reference.key().map(secrets.get(reference.name())::contains).orElse(true);
        }
        return !reference.kind().equals("ConfigMap")
                && !reference.kind().equals("ServiceAccount")
                && README.contains("`" + reference.name() + "`")
                && reference.key().map(key -> README.contains("`" + key + "`")).orElse(true);
    }

    private static void mounts(Pod pod, Manifests manifests, List<String> faults) {
        Set<String> volumes = Stream.concat(
                        Manifests.elements(pod.spec(), "/volumes").stream().map(volume -> volume.path("name")),
                        manifests.find("StatefulSet", pod.name()).stream()
                                .flatMap(set -> Manifests.elements(set, "/spec/volumeClaimTemplates").stream())
                                .map(claim -> claim.at("/metadata/name")))
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        pod.containers()
                .flatMap(container -> Manifests.elements(container, "/volumeMounts").stream())
                .map(mount -> mount.path("name").asText())
                .filter(name -> !volumes.contains(name))
                .forEach(name -> faults.add(pod.owner() + " mounts " + name + ", which is no volume of its own"));
    }
}
