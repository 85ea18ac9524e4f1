package io.tailkeeper.metrics.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.testing.SettingsValues;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsConfigurationTest {

    @Test
    void hasItsDefaults() {
        assertThat(SettingsValues.of(MetricsConfiguration.class, configuration(Map.of())))
                .isEqualTo(Map.of(
                        "booksPatience", Duration.ofSeconds(20),
                        "detectorPatience", Duration.ofMinutes(15),
                        "topicRefresh", Duration.ofSeconds(2),
                        "updateInterval", Duration.ofMillis(250),
                        "readModelInterval", Duration.ofSeconds(1),
                        "readModelEvents", 1_000,
                        "heartbeat", Duration.ofSeconds(15)));
    }

    @Test
    void readsEveryKey() {
        MetricsConfiguration configuration = configuration(Map.of(
                "tailkeeper.metrics.books-patience", "1S",
                "tailkeeper.metrics.detector-patience", "1M",
                "tailkeeper.metrics.topic-refresh", "3S",
                "tailkeeper.metrics.update-interval", "4S",
                "tailkeeper.metrics.read-model-interval", "5S",
                "tailkeeper.metrics.read-model-events", "6",
                "tailkeeper.metrics.heartbeat", "7S"));

        assertThat(SettingsValues.of(MetricsConfiguration.class, configuration))
                .isEqualTo(Map.of(
                        "booksPatience", Duration.ofSeconds(1),
                        "detectorPatience", Duration.ofMinutes(1),
                        "topicRefresh", Duration.ofSeconds(3),
                        "updateInterval", Duration.ofSeconds(4),
                        "readModelInterval", Duration.ofSeconds(5),
                        "readModelEvents", 6,
                        "heartbeat", Duration.ofSeconds(7)));
    }

    private static MetricsConfiguration configuration(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(MetricsConfiguration.class)
                .withDefaultValues(settings)
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .build()
                .getConfigMapping(MetricsConfiguration.class);
    }
}
