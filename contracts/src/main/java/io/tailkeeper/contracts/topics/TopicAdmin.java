package io.tailkeeper.contracts.topics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The topics of the contract on a broker: makes them, and says what is not as it must be.
 *
 * <p>Every way to start Tailkeeper makes its topics here, so they are the same everywhere. Several programs may do it at the
 * same time. Every method waits for the broker, and throws {@link IllegalStateException} where it does not answer.
 */
public final class TopicAdmin {

    private static final int PATIENCE_SECONDS = 30;

    private final Admin admin;

    /** @param admin of the broker; the caller closes it */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes the topics that are missing, dead-letter topics included, and leaves the others as they are.
     *
     * @return what the others have less than the contract needs, one sentence with its mend each; empty when all is well
     */
    public List<String> create(TopicSettings settings) {
        Set<String> there = names();
        Map<String, WantedTopic> existing = new LinkedHashMap<>();
        Map<String, NewTopic> missing = new LinkedHashMap<>();
        for (WantedTopic topic : WantedTopic.all(settings)) {
            if (there.contains(topic.name())) {
                existing.put(topic.name(), topic);
            } else {
                missing.put(topic.name(), newTopic(topic, settings));
            }
        }
        admin.createTopics(missing.values()).values().forEach(TopicAdmin::awaitCreated);
        return differences(existing);
    }

    private static NewTopic newTopic(WantedTopic topic, TopicSettings settings) {
        Optional<Short> replicas =
                settings.replicas() == 0 ? Optional.empty() : Optional.of((short) settings.replicas());
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), replicas).configs(topic.configuration());
    }

    private static void awaitCreated(String name, KafkaFuture<Void> created) {
        try {
            await("the topic " + name + " cannot be created", created);
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // somebody else was quicker
                throw e;
            }
        }
    }

    private List<String> differences(Map<String, WantedTopic> topics) {
        Map<String, TopicDescription> described = described(topics.keySet());
        List<ConfigResource> resources = topics.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        List<String> differences = new ArrayList<>();
        await(
                        "the settings of the topics cannot be read",
                        admin.describeConfigs(resources).all())
                .forEach((resource, config) -> {
                    Map<String, String> settings = new HashMap<>();
                    config.entries().forEach(entry -> settings.put(entry.name(), entry.value()));
                    int partitions = of(described, resource.name()).partitions().size();
                    differences.addAll(of(topics, resource.name()).differences(partitions, settings));
                });
        return differences.stream().sorted().toList();
    }

    /**
     * What of these topics is gone that a service still needs: a topic that does not exist, and records that were thrown
     * away before the group had read them. Compacted topics lose no record that anybody needs.
     *
     * @param group whose committed offsets count; where it has none, and where this is null, every record is needed
     * @return one sentence each; empty when all is there
     */
    public List<String> gone(Collection<Topic<?>> topics, @Nullable String group) {
        Set<String> there = names();
        List<String> sentences = new ArrayList<>(missing(topics, there));
        sentences.addAll(new GoneRecords(admin, group)
                .of(topics.stream()
                        .filter(topic -> there.contains(topic.name()) && !topic.compacted())
                        .filter(topic -> topic.retention().needed())
                        .toList()));
        return sentences;
    }

    /**
     * Which of these topics do not exist.
     *
     * @return one sentence each; empty when all are there
     */
    public List<String> missing(Collection<Topic<?>> topics) {
        return missing(topics, names());
    }

    private static List<String> missing(Collection<Topic<?>> topics, Set<String> there) {
        return topics.stream()
                .filter(topic -> !there.contains(topic.name()))
                .map(topic ->
                        "the topic " + topic.name() + " does not exist. Mend: start the installation, which makes its"
                                + " topics; what a deleted one held is lost. "
                                + topic.retention().loss())
                .toList();
    }

    private Set<String> names() {
        return new HashSet<>(
                await("the topics cannot be listed", admin.listTopics().names()));
    }

    private Map<String, TopicDescription> described(Set<String> names) {
        return await(
                "the topics cannot be described", admin.describeTopics(names).allTopicNames());
    }

    /** What the broker told of something that it was asked for. */
    static <K, V> V of(Map<K, V> told, K name) {
        return Objects.requireNonNull(told.get(name), () -> "the broker tells nothing of " + name);
    }

    /** Waits for the broker's answer. */
    static <T> T await(String failure, KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException(failure + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    failure + ": the broker has not answered within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure + ": interrupted", e);
        }
    }
}
