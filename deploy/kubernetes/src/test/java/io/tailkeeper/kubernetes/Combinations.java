package io.tailkeeper.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every combination of components that README allows. */
final class Combinations {

    /** Where broker, Redis and checkpoints come from; what is outside comes after the policies that it changes. */
    private static final List<List<String>> NEIGHBOURS = List.of(
            List.of("single-node"),
            List.of("strimzi", "redis"),
            List.of("strimzi", "tls/redis"),
            List.of("external-kafka", "redis"),
            List.of("external-kafka", "tls/kafka", "redis"),
            List.of("external-kafka", "tls"),
            List.of("checkpoints-s3", "single-node"),
            List.of("checkpoints-s3", "strimzi", "redis"),
            List.of("checkpoints-s3", "external-kafka", "tls"));

    /** Each may be left out. */
    private static final List<String> EXTRAS =
            List.of("network-policies", "autoscaling", "gpu", "monitoring", "experiment");

    private Combinations() {}

    static Stream<List<String>> all() {
        return NEIGHBOURS.stream().flatMap(Combinations::with);
    }

    private static Stream<List<String>> with(List<String> neighbours) {
        List<List<String>> all = new ArrayList<>();
        for (int chosen = 0; chosen < 1 << EXTRAS.size(); chosen++) {
            List<String> components = new ArrayList<>();
            for (int extra = 0; extra < EXTRAS.size(); extra++) {
                if ((chosen >> extra & 1) == 1) {
                    components.add(EXTRAS.get(extra));
                }
            }
            components.addAll(neighbours);
            all.add(components);
        }
        return all.stream();
    }
}
