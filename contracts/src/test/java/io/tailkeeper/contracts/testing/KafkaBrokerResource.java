package io.tailkeeper.contracts.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.tailkeeper.contracts.TopicAdmin;
import io.tailkeeper.contracts.TopicSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A real KRaft broker in the test JVM, with every topic of the contract; named to the application as its broker. */
public class KafkaBrokerResource implements QuarkusTestResourceLifecycleManager {

    private EmbeddedKafkaBroker broker;

    @Override
    public Map<String, String> start() {
        broker = new EmbeddedKafkaBroker().withDeleteLogDirsOnClose(true);
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

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
