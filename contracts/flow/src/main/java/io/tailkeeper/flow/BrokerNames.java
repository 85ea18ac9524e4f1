package io.tailkeeper.flow;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Waits at the start until the name of a broker leads to an address. Kafka's clients refuse to be made before that, and a container's or
 * a pod's name leads nowhere while it is not up. Until then nothing of the service answers, probes included, and its log says why.
 */
@ApplicationScoped
public class BrokerNames {

    /** Before the channels are made. */
    private static final int FIRST = 1;

    private static final Logger LOG = Logger.getLogger(BrokerNames.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAUSES_A_LINE = 10;

    private final String servers;
    private final Predicate<String> known;
    private final Duration pause;
    private final CountDownLatch never = new CountDownLatch(1);

    @Inject
    BrokerNames(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this(String.valueOf(broker.getOrDefault("bootstrap.servers", "")), BrokerNames::known, PAUSE);
    }

    BrokerNames(String servers, Predicate<String> known, Duration pause) {
        this.servers = servers;
        this.known = known;
        this.pause = pause;
    }

    private static boolean known(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        await();
    }

    /** Returns once a name is known; at once where there is none, which Kafka's clients say better. */
    void await() {
        List<String> hosts = Arrays.stream(servers.split(",", -1))
                .map(server -> server.strip().replaceFirst("^[^/]*://", "").replaceFirst(":[0-9]*$", ""))
                .filter(host -> !host.isEmpty())
                .toList();
        if (hosts.isEmpty() || hosts.stream().anyMatch(known)) {
            return;
        }
        Thread starting = Thread.currentThread();
        Thread hook = new Thread(starting::interrupt, "stop waiting for brokers");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            poll(hosts);
            LOG.infof("a name of the brokers %s is known now", servers);
        } catch (InterruptedException e) {
            throw new IllegalStateException("stopped before a name of the brokers " + servers + " was known", e);
        } finally {
            forget(hook);
        }
    }

    private void poll(List<String> hosts) throws InterruptedException {
        for (int pauses = 0; hosts.stream().noneMatch(known); pauses++) {
            if (pauses % PAUSES_A_LINE == 0) {
                LOG.warnf(
                        "no name of the brokers %s is known here; this service waits for one. Is Kafka up? Another address is said by"
                                + " KAFKA_BOOTSTRAP_SERVERS.",
                        servers);
            }
            boolean unused = never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the service is ending already");
        }
    }
}
