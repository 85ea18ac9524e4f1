package io.tailkeeper.contracts.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.contracts.topics.TopicAdmin;
import io.tailkeeper.contracts.topics.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A real KRaft broker in the test JVM, with every topic of the contract and its dead letters; named to the application as its
 * broker. A test that has a field of this type can take it away for a while.
 */
public class KafkaBrokerResource implements QuarkusTestResourceLifecycleManager {

    private static final FreePorts PORTS = new FreePorts();

    private EmbeddedKafkaBroker broker;

    @Override
    public Map<String, String> start() {
        broker = broker();
        broker.start();
        String servers = broker.getAdvertisedListeners();
        servers = servers.substring(servers.indexOf("://") + 3);
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
            List<String> differences = new TopicAdmin(admin).create(TopicSettings.DEFAULT);
            if (!differences.isEmpty()) {
                throw new IllegalStateException(String.join("; ", differences));
            }
        }
        return Map.of("kafka.bootstrap.servers", servers);
    }

    /** A broker that is not started yet, with two ports that no connection takes from it, not even while it is away. */
    public static EmbeddedKafkaBroker broker() {
        try {
            Path logs = Files.createTempDirectory("kafka");
            return new EmbeddedKafkaBroker()
                    .withDeleteLogDirsOnClose(false)
                    .withKafkaPort(PORTS.next())
                    .withControllerPort(PORTS.next())
                    .withAdditionalProperties(settings -> settings.put("log.dir", logs.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the broker. Its topics stay. */
    public void takeAway() {
        broker.close();
    }

    /** Starts the broker again, where it was, with its topics. */
    public void bringBack() {
        broker.start();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(KafkaBrokerResource.class));
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
            broker.withDeleteLogDirsOnClose(true).close();
        }
    }
}
