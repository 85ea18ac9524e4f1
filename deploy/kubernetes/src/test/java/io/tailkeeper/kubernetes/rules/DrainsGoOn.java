package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** No budget holds up the drain of a node for ever, and a pod that stops is given longer than its service takes. */
final class DrainsGoOn implements Rule {

    private static final Pattern TIMEOUT = Pattern.compile("(?im)^quarkus\\.shutdown\\.timeout=(\\d+)s$");

    /** Shared by instances, so that two at a time are too many. */
    private static final Map<String, Boolean> BUDGETS =
            Map.of("generator", true, "detector", true, "metrics", true, "trainer", false);

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (JsonNode budget : manifests.of("PodDisruptionBudget")) {
            if (budget.at("/spec/maxUnavailable").asInt() < 1) {
                faults.add(Manifests.title(budget) + " lets no pod go, and holds up the drain of its node");
            }
        }
        BUDGETS.forEach((service, wanted) -> {
            boolean there = manifests.find("PodDisruptionBudget", service).isPresent();
            if (there != wanted) {
                faults.add(service + (there ? " has a budget, though there is one only" : " has no budget"));
            }
        });
        manifests.pods().stream()
                .filter(pod -> Checkout.SERVICES.contains(pod.name()))
                .forEach(pod -> timeout(pod.name())
                        .filter(seconds -> grace(pod) <= seconds)
                        .ifPresent(seconds -> faults.add(pod.owner() + " is killed after " + grace(pod)
                                + " s, and its service takes up to " + seconds + " s to stop")));
        return faults;
    }

    private static int grace(Pod pod) {
        return pod.spec().path("terminationGracePeriodSeconds").asInt();
    }

    /** What the service says; what it does not say is Quarkus's default: it waits for nothing. */
    private static Optional<Integer> timeout(String service) {
        Matcher found = TIMEOUT.matcher(Checkout.properties(service));
        return found.find() ? Optional.of(Integer.parseInt(found.group(1))) : Optional.of(0);
    }
}
