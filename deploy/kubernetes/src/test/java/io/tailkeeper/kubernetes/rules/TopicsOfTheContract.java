package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the manifests make topics, they are those of the contract, and the brokers take and keep what the contract says. */
final class TopicsOfTheContract implements Rule {

    private static final Map<String, ObjectNode> WANTED =
            Strimzi.topics().stream().collect(Collectors.toMap(Manifests::name, topic -> topic));
    private static final List<String> LARGEST = List.of("message.max.bytes", "replica.fetch.max.bytes");
    private static final long TRANSACTION_MILLIS = 60_000; // the trainer's, the longest

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (JsonNode kafka : manifests.of("Kafka")) {
            Set<String> there =
                    manifests.of("KafkaTopic").stream().map(Manifests::name).collect(Collectors.toSet());
            Set<String> missing = new HashSet<>(WANTED.keySet());
            missing.removeAll(there);
            missing.forEach(topic -> faults.add("the topic " + topic + " is missing"));
            cluster(kafka, manifests, faults);
        }
        for (JsonNode topic : manifests.of("KafkaTopic")) {
            ObjectNode wanted = WANTED.get(Manifests.name(topic));
            if (wanted == null || !wanted.path("spec").equals(topic.path("spec"))) {
                faults.add("the topic " + Manifests.name(topic) + " is not that of the contract");
            }
        }
        manifests.find("StatefulSet", "kafka").ifPresent(broker -> {
            Map<String, String> environment = manifests.environment(broker.at("/spec/template/spec/containers/0"));
            LARGEST.forEach(name -> largest(
                    "the broker",
                    name,
                    environment.getOrDefault("KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), "0"),
                    faults));
        });
        return faults;
    }

    private static void cluster(JsonNode kafka, Manifests manifests, List<String> faults) {
        JsonNode config = kafka.at("/spec/kafka/config");
        config.fieldNames().forEachRemaining(name -> {
            if (!BrokerSettings.contains(name)) {
                faults.add(Manifests.title(kafka) + ": " + name + " is no setting of a broker");
            }
        });
        LARGEST.forEach(
                name -> largest(Manifests.title(kafka), name, config.path(name).asText("0"), faults));
        if (config.path("transaction.max.timeout.ms").asLong(Long.MAX_VALUE) < TRANSACTION_MILLIS) {
            faults.add(Manifests.title(kafka) + " refuses the trainer's transactions");
        }
        int brokers = manifests.of("KafkaNodePool").stream()
                .mapToInt(pool -> pool.at("/spec/replicas").asInt())
                .sum();
        if (brokers < Strimzi.SETTINGS.replicas()) {
            faults.add(Manifests.title(kafka) + " has fewer brokers than its topics have replicas");
        }
    }

    private static void largest(String title, String name, String value, List<String> faults) {
        if (Long.parseLong(value) < Topic.MAXIMUM_RECORD_BYTES) {
            faults.add(title + ": " + name + " is " + value + ", less than the contract's largest record");
        }
    }
}
