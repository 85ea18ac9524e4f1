package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.kubernetes.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the account of a service may do on a broker: the topics that {@code asyncapi.yaml} says it sends and receives, its own
 * dead letters, its consumer groups and its transactions; nothing else.
 *
 * @param account the service, or {@code experiment}
 */
record Rights(String account, List<Right> rights) {

    /** What may be done with one resource, or with all whose names begin so. */
    record Right(String type, String name, boolean prefix, List<String> operations) {}

    /** Consumer groups and transactional ids; those that end in a dot or a hyphen are beginnings. */
    static final Map<String, List<String>> GROUPS = Map.of(
            "generator", List.of("generator"),
            "detector", List.of("detector.", "detector-calibration."),
            "trainer", List.of("trainer-"),
            "metrics", List.of("metrics"));

    static final Map<String, List<String>> TRANSACTIONS =
            Map.of("detector", List.of("tailkeeper-detector-"), "trainer", List.of("trainer-batches-"));

    private static final JsonNode CONTRACT = contract();
    private static final List<String> READ = List.of("Read", "Describe");
    private static final List<String> WRITE = List.of("Write", "Describe");
    private static final List<String> BOTH = List.of("Read", "Write", "Describe");

    static final List<Rights> ALL = all();

    private static List<Rights> all() {
        List<Rights> all = new ArrayList<>(
                Checkout.SERVICES.stream().map(Rights::ofService).toList());
        all.add(ofExperiments());
        return List.copyOf(all);
    }

    /** Topics of the contract that a program sends to, or receives from. */
    static Set<String> topics(String program, String action) {
        Set<String> topics = new TreeSet<>();
        for (JsonNode operation : CONTRACT.path("operations")) {
            String channel = operation.at("/channel/$ref").asText().substring(1);
            String address = CONTRACT.at(channel + "/address").asText();
            if (operation.at("/tags/0/name").asText().equals(program)
                    && operation.path("action").asText().equals(action)
                    && !address.startsWith("{")) {
                topics.add(address);
            }
        }
        return topics;
    }

    private static Rights ofService(String service) {
        List<Right> rights = new ArrayList<>();
        Set<String> receives = topics(service, "receive");
        Set<String> sends = topics(service, "send");
        for (Topic<?> topic : Topics.ALL) {
            boolean in = receives.contains(topic.name());
            boolean out = sends.contains(topic.name());
            if (in || out) {
                rights.add(new Right("topic", topic.name(), false, in && out ? BOTH : in ? READ : WRITE));
            }
            if (topic.readers().contains(service)) {
                // read too: a letter is written once, also over restarts
                rights.add(new Right("topic", topic.deadLetter(service), false, BOTH));
            }
        }
        if (service.equals("metrics")) {
            // samples that any detector refused, one from elsewhere too, are counted
            rights.add(new Right("topic", Topics.SAMPLES_COLLECTED.name() + ".", true, READ));
        }
        GROUPS.getOrDefault(service, List.of()).forEach(group -> rights.add(named("group", group, READ)));
        TRANSACTIONS.getOrDefault(service, List.of()).forEach(id -> rights.add(named("transactionalId", id, WRITE)));
        return new Rights(service, List.copyOf(rights));
    }

    /**
     * The program asks for runs and ends them, looks whether all topics are there, and reads why a request was refused. How runs
     * are it asks by HTTP.
     */
    private static Rights ofExperiments() {
        Set<String> sends = new TreeSet<>(topics("tailkeeper", "send"));
        sends.add(Topics.RUNS_FINISHED.name());
        List<Right> rights = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            rights.add(new Right(
                    "topic", topic.name(), false, sends.contains(topic.name()) ? WRITE : List.of("Describe")));
        }
        Topics.RUNS_REQUESTED.deadLetters().forEach(topic -> rights.add(new Right("topic", topic, false, READ)));
        return new Rights("experiment", List.copyOf(rights));
    }

    private static Right named(String type, String name, List<String> operations) {
        return new Right(type, name, name.endsWith("-") || name.endsWith("."), operations);
    }

    private static JsonNode contract() {
        try {
            return new YAMLMapper()
                    .readTree(Checkout.file("contracts/asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
