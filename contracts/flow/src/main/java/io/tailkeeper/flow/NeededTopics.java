package io.tailkeeper.flow;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.TopicAdmin;
import io.tailkeeper.contracts.topics.TopicSettings;
import io.tailkeeper.contracts.topics.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a service reads. At its start its log says what of them is gone unread; where {@code
 * tailkeeper.create-topics} is set, as in development, it makes those that are missing. A topic that does not exist, or
 * disappears later, is named within seconds, in the log and in readiness. So are brokers that take connections and do not
 * answer, which the channels' own readiness does not see.
 */
@ApplicationScoped
public class NeededTopics {

    private static final Logger LOG = Logger.getLogger(NeededTopics.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** A busy broker takes its time. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private record Need(List<Topic<?>> topics, @Nullable String group) {}

    private final Map<String, Object> broker;
    private final boolean create;
    private final Supervision supervision;
    private final List<Need> needs = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Duration silence;
    private volatile @Nullable String problem;
    private volatile long answered = System.nanoTime();
    private boolean refusalTold; // of the watching thread

    @Inject
    NeededTopics(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            FlowSettings settings,
            Supervision supervision) {
        this(broker, settings.createTopics(), supervision, SILENCE);
    }

    NeededTopics(Map<String, Object> broker, boolean create, Supervision supervision, Duration silence) {
        this.broker = new HashMap<>(broker);
        this.broker.keySet().removeIf(name -> name.startsWith("group.") || name.contains("serializer"));
        this.create = create;
        this.supervision = supervision;
        this.silence = silence;
    }

    /**
     * A reader needs topics.
     *
     * @param names of topics; those that are none of the contract's are passed over
     * @param group whose committed offsets say what was read; null for a reader that begins anew at every start
     */
    public void add(Collection<String> names, @Nullable String group) {
        List<Topic<?>> topics = new ArrayList<>();
        names.forEach(name -> Topics.find(name).ifPresent(topics::add));
        needs.add(new Need(topics, group));
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    /** Watches from now on. */
    void start() {
        answered = System.nanoTime();
        supervision.readyWhen("topics", this::problem);
        Thread unused = supervision.start("needed-topics", this::watch);
    }

    private Optional<String> problem() {
        String missing = problem;
        Duration silent = Duration.ofNanos(System.nanoTime() - answered);
        if (missing != null || silent.compareTo(silence) < 0) {
            return Optional.ofNullable(missing);
        }
        return Optional.of("the brokers " + broker.get("bootstrap.servers") + " have not answered for "
                + silent.toSeconds() + " s; are they up, and reachable from here?");
    }

    private void watch() throws InterruptedException {
        try (Admin admin = Admin.create(broker)) {
            TopicAdmin topics = new TopicAdmin(admin);
            boolean looked = false;
            while (!supervision.stopping()) {
                try {
                    if (looked) {
                        noteMissing(topics);
                    } else {
                        look(topics);
                        looked = true;
                    }
                    answered = System.nanoTime();
                } catch (IllegalStateException | KafkaException e) {
                    looked |= isRefused(e);
                }
                boolean unused = never.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Whether the brokers answer and refuse, which asking again does not change; otherwise readiness says that they do not. */
    private boolean isRefused(RuntimeException failure) {
        boolean refused = failure.getCause() instanceof ApiException cause && !(cause instanceof RetriableException);
        if (!refused) {
            LOG.debugf("the topics cannot be looked at: %s", failure.getMessage());
            return false;
        }
        answered = System.nanoTime();
        if (!refusalTold) {
            refusalTold = true;
            LOG.warnf("the topics are not watched, because the brokers refuse: %s", failure.getMessage());
        }
        return true;
    }

    /** Once, at the start. */
    private void look(TopicAdmin topics) {
        if (create) {
            topics.create(TopicSettings.DEFAULT).forEach(LOG::warn);
        }
        needs.stream()
                .flatMap(need -> topics.gone(need.topics(), need.group()).stream())
                .distinct()
                .forEach(sentence -> LOG.warnf("what this service reads is not whole: %s", sentence));
        noteMissing(topics);
    }

    private void noteMissing(TopicAdmin topics) {
        Set<Topic<?>> all = new LinkedHashSet<>();
        needs.forEach(need -> all.addAll(need.topics()));
        List<String> missing = topics.missing(all);
        if (!missing.isEmpty() && problem == null) {
            missing.forEach(LOG::error);
        }
        problem = missing.isEmpty() ? null : String.join(" ", missing);
    }
}
