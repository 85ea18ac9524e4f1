package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.topics.TopicAdmin;
import io.tailkeeper.contracts.topics.TopicSettings;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;

/** The objects that Strimzi's operators make topics and accounts from, made from the contract. */
public final class Strimzi {

    /** As many instances of a service can share the work, and as many replicas has each partition. */
    static final TopicSettings SETTINGS = new TopicSettings(8, 3, null);

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CLUSTER = "tailkeeper";

    private Strimzi() {}

    /** One object for each topic of the contract, dead-letter topics included. */
    public static List<ObjectNode> topics() {
        return TopicAdmin.topics(SETTINGS).stream().map(Strimzi::topic).toList();
    }

    private static ObjectNode topic(NewTopic wanted) {
        ObjectNode topic = object("KafkaTopic", wanted.name());
        ObjectNode spec = topic.putObject("spec");
        spec.put("partitions", wanted.numPartitions());
        spec.put("replicas", (int) wanted.replicationFactor());
        ObjectNode config = spec.putObject("config");
        new TreeMap<>(wanted.configs()).forEach((name, value) -> {
            if (name.equals("cleanup.policy")) {
                config.put(name, value);
            } else {
                config.put(name, Integer.parseInt(value));
            }
        });
        return topic;
    }

    /** One account for each service, and one for experiments. */
    public static List<ObjectNode> users() {
        return Rights.ALL.stream().map(Strimzi::user).toList();
    }

    private static ObjectNode user(Rights rights) {
        ObjectNode user = object("KafkaUser", "tailkeeper-" + rights.account());
        ObjectNode spec = user.putObject("spec");
        spec.putObject("authentication").put("type", "scram-sha-512");
        ObjectNode authorization = spec.putObject("authorization").put("type", "simple");
        ArrayNode acls = authorization.putArray("acls");
        for (Rights.Right right : rights.rights()) {
            ObjectNode acl = acls.addObject();
            acl.putObject("resource")
                    .put("type", right.type())
                    .put("name", right.name())
                    .put("patternType", right.prefix() ? "prefix" : "literal");
            right.operations().forEach(acl.putArray("operations")::add);
        }
        return user;
    }

    private static ObjectNode object(String kind, String name) {
        ObjectNode object = JSON.createObjectNode();
        object.put("apiVersion", "kafka.strimzi.io/v1").put("kind", kind);
        object.putObject("metadata")
                .put("name", name)
                .put("namespace", "tailkeeper")
                .putObject("labels")
                .put("strimzi.io/cluster", CLUSTER);
        return object;
    }
}
