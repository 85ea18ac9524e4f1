package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every container has requests and limits of processors, memory and disk; of memory, which native code takes beside the heap,
 * both are one number. Scratch folders have sizes that fit into the disk's limit, and a service computes on no more threads than
 * it has processors.
 */
final class PodsAreBounded implements Rule {

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Pod pod : manifests.pods()) {
            pod.containers().forEach(container -> {
                bounds(pod, container, faults);
                threads(pod, container, manifests, faults);
            });
            scratch(pod, faults);
        }
        return faults;
    }

    private static void bounds(Pod pod, JsonNode container, List<String> faults) {
        JsonNode requests = container.at("/resources/requests");
        JsonNode limits = container.at("/resources/limits");
        for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
            BigDecimal request = amount(pod, requests.path(resource), faults);
            BigDecimal limit = amount(pod, limits.path(resource), faults);
            if (request.signum() <= 0 || limit.signum() <= 0) {
                faults.add(pod.owner() + ": " + resource + " has no request or no limit");
            } else if (request.compareTo(limit) > 0) {
                faults.add(pod.owner() + ": more " + resource + " is requested than its limit");
            }
        }
        if (!requests.path("memory").equals(limits.path("memory"))) {
            faults.add(pod.owner() + ": request and limit of memory differ");
        }
    }

    private static void scratch(Pod pod, List<String> faults) {
        BigDecimal disk = BigDecimal.ZERO;
        for (JsonNode volume : Manifests.elements(pod.spec(), "/volumes")) {
            if (volume.has("emptyDir")) {
                BigDecimal size = amount(pod, volume.at("/emptyDir/sizeLimit"), faults);
                if (size.signum() <= 0) {
                    faults.add(
                            pod.owner() + ": its volume " + volume.path("name").asText() + " has no size");
                }
                disk = volume.at("/emptyDir/medium").asText().equals("Memory") ? disk : disk.add(size);
            }
        }
        BigDecimal limit = pod.containers()
                .map(container -> amount(pod, container.at("/resources/limits/ephemeral-storage"), faults))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (disk.compareTo(limit) > 0) {
            faults.add(pod.owner() + ": its scratch folders may take more disk than its limit");
        }
    }

    private static void threads(Pod pod, JsonNode container, Manifests manifests, List<String> faults) {
        for (Map.Entry<String, String> setting :
                manifests.environment(container).entrySet()) {
            if (setting.getKey().startsWith("TAILKEEPER_") && setting.getKey().endsWith("_THREADS")) {
                BigDecimal processors = amount(pod, container.at("/resources/limits/cpu"), faults);
                BigDecimal threads = new BigDecimal(setting.getValue());
                // 0 leaves it to PyTorch, which counts the processors of the node
                if (threads.signum() <= 0 || threads.compareTo(processors) > 0) {
                    faults.add(pod.owner() + " computes on " + threads + " threads and " + processors + " processors");
                }
            }
        }
    }

    private static BigDecimal amount(Pod pod, JsonNode value, List<String> faults) {
        if (value.isMissingNode()) {
            return BigDecimal.ZERO;
        }
        try {
            return Quantity.getAmountInBytes(Quantity.parse(value.asText()));
        } catch (IllegalArgumentException e) {
            faults.add(pod.owner() + ": " + value.asText() + " is no amount");
            return BigDecimal.ZERO;
        }
    }
}
