package io.tailkeeper.flow;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.tailkeeper.contracts.topics.ContractDeserializer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the Kafka clients of all channels have in common and no property can say: names by service and channel, a static
 * membership where the instance has a name that it keeps over restarts, and what the strategies need.
 */
@ApplicationScoped
class ChannelClients implements ClientCustomizer<Map<String, Object>> {

    private final String service;
    private final Optional<String> instance;
    private final ReadingMarks marks;

    ChannelClients(
            @ConfigProperty(name = "quarkus.application.name") String service,
            FlowSettings settings,
            ReadingMarks marks) {
        this.service = service;
        this.instance = settings.instanceId();
        this.marks = marks;
    }

    @Override
    public Map<String, Object> customize(String channel, Config configuration, Map<String, Object> settings) {
        settings.put("client.id", service + "-" + channel);
        if (settings.containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
            settings.put(PolledOffsets.SETTING, new PolledOffsets());
            settings.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, PolledOffsets.Interceptor.class.getName());
            settings.put(ContractDeserializer.GUARD, marks.of(channel));
            instance.ifPresent(name -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, channel + "-" + name));
        }
        return settings;
    }
}
