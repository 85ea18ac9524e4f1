package io.tailkeeper.local.remote;

import io.tailkeeper.contracts.topics.TopicAdmin;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.stack.Installation;
import io.tailkeeper.process.ChildStatus;
import io.tailkeeper.process.ProcessException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * An installation that somebody else looks after.
 *
 * @param kafka settings of a Kafka client
 * @param api where its metrics service answers HTTP
 */
public record RemoteInstallation(Map<String, Object> kafka, URI api) implements Installation {

    private static final int TIMEOUT_MILLIS = 30_000;

    public RemoteInstallation {
        kafka = Map.copyOf(kafka);
    }

    /** The one at these addresses, with nothing but them. */
    public static RemoteInstallation of(String bootstrapServers, String api) {
        return new RemoteInstallation(Map.of("bootstrap.servers", bootstrapServers), URI.create(api));
    }

    /** A client that changes and describes topics; the caller closes it. */
    public Admin admin() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putIfAbsent("request.timeout.ms", TIMEOUT_MILLIS);
        settings.putIfAbsent("default.api.timeout.ms", TIMEOUT_MILLIS);
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw new ProcessException("no Kafka client can be made: " + cause(e), e);
        }
    }

    private static String cause(KafkaException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }

    /**
     * Looks whether the brokers answer and have the topics of the contract, and whether the metrics service answers.
     *
     * @throws ProcessException what is missing, and how to mend it
     */
    public void check() throws InterruptedException {
        try (Admin admin = admin()) {
            List<String> missing = new TopicAdmin(admin).missing(Topics.ALL);
            if (!missing.isEmpty()) {
                throw new ProcessException("the brokers at " + bootstrapServers() + " lack " + missing.size() + " of "
                        + Topics.ALL.size() + " topics; ./tailkeeper topics create --bootstrap " + bootstrapServers()
                        + " makes them");
            }
        } catch (IllegalStateException e) {
            throw new ProcessException(
                    "the brokers at " + bootstrapServers() + " do not answer: " + e.getMessage()
                            + "; give --bootstrap HOST:PORT as it is reached from here, and what they ask of clients"
                            + " in a file with --command-config",
                    e);
        }
        new RunsClient(api).check();
    }

    @Override
    public List<URI> services() {
        return List.of(api);
    }

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public List<ChildStatus> children() {
        return List.of();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public String hint() {
        return "look at " + api + " and at the logs of the services";
    }
}
