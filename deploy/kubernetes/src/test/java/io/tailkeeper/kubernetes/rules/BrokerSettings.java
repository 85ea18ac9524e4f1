package io.tailkeeper.kubernetes.rules;

import java.util.Locale;
import java.util.Set;
import org.apache.kafka.server.config.AbstractKafkaConfig;

/** The settings of Kafka's broker, as the broker itself lists them. */
final class BrokerSettings {

    private static final Set<String> NAMES = AbstractKafkaConfig.CONFIG_DEF.names();

    private BrokerSettings() {}

    /** Whether a setting is one. */
    static boolean contains(String name) {
        return NAMES.contains(name);
    }

    /** Whether an environment variable of the official image is one: {@code KAFKA_LOG_DIRS} is {@code log.dirs}. */
    static boolean ofImage(String variable) {
        return variable.startsWith("KAFKA_")
                && contains(variable.substring("KAFKA_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'));
    }
}
