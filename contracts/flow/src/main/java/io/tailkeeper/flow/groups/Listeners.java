package io.tailkeeper.flow.groups;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jboss.logging.Logger;

/** Who reads from the brokers now. */
@Singleton
public class Listeners {

    private static final Logger LOG = Logger.getLogger(Listeners.class);
    private static final int PATIENCE_MILLIS = 5_000;

    private final Map<String, Object> broker;

    Listeners(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.broker = new HashMap<>(broker);
        this.broker.keySet().removeIf(setting -> setting.startsWith("group."));
        this.broker.put("request.timeout.ms", PATIENCE_MILLIS);
        this.broker.put("default.api.timeout.ms", PATIENCE_MILLIS);
    }

    /**
     * The members of consumer groups, by the name of the group.
     *
     * @param known a group that every installation has: brokers that hide it hide others too
     * @param wanted the groups that are asked for
     * @return groups with at least one member; empty where the brokers do not answer within seconds, or do not let this service look
     */
    public Optional<Map<String, Integer>> members(String known, Predicate<String> wanted) {
        try (Admin admin = Admin.create(broker)) {
            if (isHidden(admin, known)) {
                return Optional.empty();
            }
            List<String> groups = await(admin.listConsumerGroups().all()).stream()
                    .map(ConsumerGroupListing::groupId)
                    .filter(wanted)
                    .toList();
            Map<String, Integer> members = new TreeMap<>();
            await(admin.describeConsumerGroups(groups).all())
                    .forEach((group, description) ->
                            members.put(group, description.members().size()));
            members.values().removeIf(count -> count == 0);
            return Optional.of(members);
        } catch (KafkaException | IllegalStateException e) {
            LOG.debugf("the consumer groups cannot be looked at: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isHidden(Admin admin, String group) {
        try {
            return await(admin.describeConsumerGroups(List.of(group)).all()).isEmpty();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof ExecutionException failure
                    && failure.getCause() instanceof GroupIdNotFoundException) {
                return false; // nobody has come yet
            }
            throw e;
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
