package io.tailkeeper.metrics.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsConfigurationTest {

    @Test
    void hasItsDefaults() {
        MetricsConfiguration configuration = configuration(Map.of());

        assertThat(configuration.booksPatience()).isEqualTo(Duration.ofSeconds(20));
        assertThat(configuration.detectorPatience()).isEqualTo(Duration.ofMinutes(15));
        assertThat(configuration.topicRefresh()).isEqualTo(Duration.ofSeconds(2));
        assertThat(configuration.updateInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(configuration.readModelInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.readModelEvents()).isEqualTo(1_000);
        assertThat(configuration.heartbeat()).isEqualTo(Duration.ofSeconds(15));
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

        assertThat(configuration.booksPatience()).isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.detectorPatience()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.topicRefresh()).isEqualTo(Duration.ofSeconds(3));
        assertThat(configuration.updateInterval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(configuration.readModelInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.readModelEvents()).isEqualTo(6);
        assertThat(configuration.heartbeat()).isEqualTo(Duration.ofSeconds(7));
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
