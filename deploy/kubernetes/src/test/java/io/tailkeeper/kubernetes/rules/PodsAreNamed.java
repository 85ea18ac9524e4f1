package io.tailkeeper.kubernetes.rules;

import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Images have a version or a digest; objects have the common labels and one namespace; a service's instance is named after its
 * pod.
 */
final class PodsAreNamed implements Rule {

    private static final Pattern IMAGE = Pattern.compile("[a-z0-9./-]+(:(?:[0-9][\\w.-]*|local)|@sha256:[0-9a-f]{64})");
    private static final List<String> LABELS = Stream.of(
                    "name", "instance", "version", "component", "part-of", "managed-by")
            .map(label -> "app.kubernetes.io/" + label)
            .toList();

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Pod pod : manifests.pods()) {
            pod.containers()
                    .map(container -> container.path("image").asText())
                    .filter(image -> !IMAGE.matcher(image).matches())
                    .forEach(image -> faults.add(pod.owner() + ": the image " + image + " has no version"));
            LABELS.stream()
                    .filter(label -> !pod.labels().has(label))
                    .forEach(label -> faults.add(pod.owner() + ": its pods have no label " + label));
            if (pod.labels().path(LABELS.getFirst()).asText().isEmpty()
                    || !pod.labels().path(LABELS.getFirst()).asText().equals(pod.name())) {
                faults.add(pod.owner() + ": its pods are not named as it is");
            }
            instance(pod, faults);
        }
        manifests.objects().stream()
                .filter(object -> !object.path("kind").asText().equals("Namespace"))
                .filter(object -> !object.at("/metadata/namespace").asText().equals("tailkeeper"))
                .forEach(object -> faults.add(Manifests.title(object) + " is in another namespace"));
        long different = manifests.objects().stream()
                .map(object -> object.path("apiVersion").asText() + Manifests.title(object))
                .distinct()
                .count();
        if (different != manifests.objects().size()) {
            faults.add("two objects of one kind have one name");
        }
        return faults;
    }

    /** Where an instance has a name, it is that of its pod, which no other pod has and which outlives it. */
    private static void instance(Pod pod, List<String> faults) {
        if (!Checkout.SERVICES.contains(pod.name())) {
            return;
        }
        boolean named = pod.containers()
                .flatMap(container -> Manifests.elements(container, "/env").stream())
                .anyMatch(variable -> variable.path("name").asText().equals("TAILKEEPER_INSTANCE_ID")
                        && variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("metadata.name"));
        if (!named || !pod.owner().startsWith("StatefulSet")) {
            faults.add(pod.owner() + ": its instances do not keep their names");
        }
    }
}
