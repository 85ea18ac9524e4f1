package io.tailkeeper.metrics.quarkus;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import io.tailkeeper.contracts.testing.SettingsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsSettingsTest {

    @Test
    void hasItsDefaults() {
        MetricsSettings configuration = configuration(Map.of());

        assertThat(configuration.booksPatience()).isEqualTo(Duration.ofSeconds(20));
        assertThat(configuration.basePatience()).isEqualTo(Duration.ofMinutes(15));
        assertThat(configuration.detectorPatience()).isEqualTo(Duration.ofMinutes(15));
        assertThat(configuration.updateInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(configuration.checkInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.lease()).isEqualTo(Duration.ofSeconds(3));
        assertThat(configuration.events()).isEqualTo(1_000);
        assertThat(configuration.gaugedRuns()).isEqualTo(50);
        assertThat(configuration.heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(configuration.starts()).isTrue();
        assertThat(configuration.allowedRoots()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        MetricsSettings configuration = configuration(Map.ofEntries(
                entry("tailkeeper.metrics.books-patience", "1S"),
                entry("tailkeeper.metrics.base-patience", "2M"),
                entry("tailkeeper.metrics.detector-patience", "1M"),
                entry("tailkeeper.metrics.update-interval", "4S"),
                entry("tailkeeper.metrics.check-interval", "5S"),
                entry("tailkeeper.metrics.lease", "8S"),
                entry("tailkeeper.metrics.events", "6"),
                entry("tailkeeper.metrics.gauged-runs", "9"),
                entry("tailkeeper.metrics.heartbeat", "7S"),
                entry("tailkeeper.metrics.starts", "false"),
                entry("tailkeeper.metrics.allowed-roots", "/a\\,b,/c")));

        assertThat(configuration.booksPatience()).isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.basePatience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(configuration.detectorPatience()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.updateInterval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(configuration.checkInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.lease()).isEqualTo(Duration.ofSeconds(8));
        assertThat(configuration.events()).isEqualTo(6);
        assertThat(configuration.gaugedRuns()).isEqualTo(9);
        assertThat(configuration.heartbeat()).isEqualTo(Duration.ofSeconds(7));
        assertThat(configuration.starts()).isFalse();
        assertThat(configuration.allowedRoots()).contains(List.of(Path.of("/a,b"), Path.of("/c")));
    }

    private static MetricsSettings configuration(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withMapping(MetricsSettings.class)
                .withDefaultValues(settings)
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .build()
                .getConfigMapping(MetricsSettings.class);
    }

    @ParameterizedTest
    @CsvSource({"tailkeeper.metrics.events, 0", "tailkeeper.metrics.gauged-runs, -1"})
    void aValueOutOfItsRangeIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> configuration(Map.of(name, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(name);
    }

    @Test
    void areInTheReadme() throws IOException {
        SettingsTable.check(
                Path.of("src/main/java/io/tailkeeper/metrics/quarkus/MetricsSettings.java"), Path.of("README.md"));
    }
}
