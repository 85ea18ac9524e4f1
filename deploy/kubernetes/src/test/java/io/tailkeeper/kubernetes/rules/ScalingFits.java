package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.contracts.topics.TopicSettings;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Autoscalers look at the backlog of a topic that their service shares, have no more instances than it has partitions, and are
 * alone in deciding how many there are.
 */
final class ScalingFits implements Rule {

    private static final Pattern QUERY = Pattern.compile(
            "sum\\(tailkeeper_backlog\\{namespace=\"(?<namespace>[^\"]+)\", service=\"(?<service>[^\"]+)\", topic=\"(?<topic>[^\"]+)\"}\\)");

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (JsonNode scaler : manifests.of("ScaledObject")) {
            String title = Manifests.title(scaler);
            String target = scaler.at("/spec/scaleTargetRef/name").asText();
            Optional<? extends JsonNode> set =
                    manifests.find(scaler.at("/spec/scaleTargetRef/kind").asText(), target);
            if (set.isEmpty()) {
                faults.add(title + " scales " + target + ", which is not there");
            } else if (set.get().at("/spec").has("replicas")) {
                faults.add(title + ": " + target + " has a number of replicas, too, which every apply would set");
            }
            if (scaler.at("/spec/minReplicaCount").asInt() < 1) {
                faults.add(title + " may scale to nothing, and then nobody shows a backlog");
            }
            for (JsonNode trigger : Manifests.elements(scaler, "/spec/triggers")) {
                trigger(title, target, scaler, trigger, manifests, faults);
            }
        }
        return faults;
    }

    private static void trigger(
            String title, String target, JsonNode scaler, JsonNode trigger, Manifests manifests, List<String> faults) {
        Matcher query = QUERY.matcher(trigger.at("/metadata/query").asText());
        if (!query.matches()
                || !query.group("service").equals(target)
                || !query.group("namespace")
                        .equals(scaler.at("/metadata/namespace").asText())) {
            faults.add(title + " does not look at the backlog of " + target);
            return;
        }
        String topic = query.group("topic");
        if (Topics.find(topic).filter(known -> !known.ordered()).isEmpty()
                || !Rights.topics(target, "receive").contains(topic)) {
            faults.add(title + ": instances of " + target + " do not share the topic " + topic);
        }
        int partitions = manifests
                .find("KafkaTopic", topic)
                .map(found -> found.at("/spec/partitions").asInt())
                .orElse(TopicSettings.DEFAULT.partitions());
        if (scaler.at("/spec/maxReplicaCount").asInt() > partitions) {
            faults.add(title + " has more instances than " + topic + " has partitions, " + partitions);
        }
    }
}
