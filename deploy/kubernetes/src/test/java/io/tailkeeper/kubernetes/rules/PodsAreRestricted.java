package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pods keep the restricted profile of Pod Security Standards, and a little more: a read-only root and no token. */
final class PodsAreRestricted implements Rule {

    private static final int OURS = 10001;

    /** User and group of the images of others. */
    private static final Map<String, List<Integer>> OTHERS =
            Map.of("kafka", List.of(1000, 1000, 1000), "redis", List.of(999, 1000, 1000));

    private static final Set<String> VOLUMES =
            Set.of("name", "emptyDir", "persistentVolumeClaim", "secret", "configMap", "projected", "downwardAPI");

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        boolean enforced = manifests.of("Namespace").stream().anyMatch(namespace -> namespace
                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                .asText()
                .equals("restricted"));
        if (!enforced) {
            faults.add("the namespace does not enforce the restricted profile");
        }
        manifests.of("ServiceAccount").stream()
                .filter(account -> account.path("automountServiceAccountToken").asBoolean(true))
                .forEach(account -> faults.add(Manifests.title(account) + " hands out its token"));
        manifests.pods().forEach(pod -> pod(pod, faults));
        return faults;
    }

    private static void pod(Pod pod, List<String> faults) {
        JsonNode spec = pod.spec();
        JsonNode context = spec.path("securityContext");
        need(pod, context.path("runAsNonRoot").asBoolean(false), "may run as root", faults);
        List<String> ids = List.of("runAsUser", "runAsGroup", "fsGroup");
        List<Integer> wanted = OTHERS.getOrDefault(pod.name(), List.of(OURS, OURS, OURS));
        for (int id = 0; id < ids.size(); id++) {
            need(
                    pod,
                    context.path(ids.get(id)).asInt() == wanted.get(id),
                    "has another " + ids.get(id) + " than its image",
                    faults);
        }
        need(
                pod,
                context.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
                "has no seccomp profile",
                faults);
        need(pod, !spec.path("automountServiceAccountToken").asBoolean(true), "is given a token", faults);
        need(pod, !spec.path("enableServiceLinks").asBoolean(true), "is given addresses as settings", faults);
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            need(pod, !spec.path(host).asBoolean(false), "shares the node's " + host, faults);
        }
        for (JsonNode volume : Manifests.elements(spec, "/volumes")) {
            volume.fieldNames()
                    .forEachRemaining(
                            field -> need(pod, VOLUMES.contains(field), "has a volume of kind " + field, faults));
        }
        pod.containers().forEach(container -> container(pod, container, faults));
    }

    private static void container(Pod pod, JsonNode container, List<String> faults) {
        JsonNode context = container.path("securityContext");
        need(pod, !context.path("privileged").asBoolean(false), "is privileged", faults);
        need(pod, !context.path("allowPrivilegeEscalation").asBoolean(true), "may gain privileges", faults);
        need(pod, context.path("readOnlyRootFilesystem").asBoolean(false), "may write to its root", faults);
        need(pod, context.path("runAsNonRoot").asBoolean(true), "may run as root", faults);
        need(
                pod,
                context.at("/capabilities/drop/0").asText().equals("ALL")
                        && !context.at("/capabilities").has("add"),
                "keeps capabilities",
                faults);
        Manifests.elements(container, "/ports")
                .forEach(port -> need(pod, !port.has("hostPort"), "takes a port of the node", faults));
    }

    private static void need(Pod pod, boolean holds, String fault, List<String> faults) {
        if (!holds) {
            faults.add(pod.owner() + " " + fault);
        }
    }
}
