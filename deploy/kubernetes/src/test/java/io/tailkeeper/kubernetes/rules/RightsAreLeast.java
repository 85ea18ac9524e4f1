package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Accounts have the rights that their services need, and no others. */
final class RightsAreLeast implements Rule {

    private static final Map<String, ObjectNode> WANTED =
            Strimzi.users().stream().collect(Collectors.toMap(Manifests::name, Function.identity()));

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        if (manifests.of("Kafka").isEmpty()) {
            return faults;
        }
        for (Map.Entry<String, ObjectNode> account : WANTED.entrySet()) {
            if (manifests.find("KafkaUser", account.getKey()).isEmpty()) {
                faults.add("the account " + account.getKey() + " is missing");
            }
        }
        for (JsonNode user : manifests.of("KafkaUser")) {
            ObjectNode wanted = WANTED.get(Manifests.name(user));
            if (wanted == null) {
                faults.add("the account " + Manifests.name(user) + " is nobody's");
                continue;
            }
            Set<JsonNode> has = rights(user);
            Set<JsonNode> needs = rights(wanted);
            minus(needs, has).forEach(right -> faults.add(Manifests.name(user) + " lacks " + right));
            minus(has, needs).forEach(right -> faults.add(Manifests.name(user) + " need not have " + right));
        }
        return faults;
    }

    private static Set<JsonNode> rights(JsonNode user) {
        return new HashSet<>(Manifests.elements(user, "/spec/authorization/acls"));
    }

    private static Set<JsonNode> minus(Set<JsonNode> some, Set<JsonNode> others) {
        Set<JsonNode> rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}
