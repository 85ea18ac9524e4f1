package io.tailkeeper.detector.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import io.tailkeeper.contracts.testing.SettingsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorSettingsTest {

    private static DetectorSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withValidator(new BeanValidationConfigValidatorImpl())
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DetectorSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(DetectorSettings.class);
    }

    @Test
    void defaults() {
        DetectorSettings settings = settings(Map.of());
        assertThat(settings.detectors()).containsExactly("encoder");
        assertThat(settings.device()).isEqualTo("auto");
        assertThat(settings.screen()).isEmpty();
        assertThat(settings.passThrough()).isEqualTo(0.3);
        assertThat(settings.leastWords()).isEqualTo(1);
        assertThat(settings.cacheTime()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.threads()).isEqualTo(2);
        assertThat(settings.batchSize()).isEqualTo(256);
        assertThat(settings.rememberedTexts()).isEqualTo(20_000);
        assertThat(settings.calibrationTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.calibrationMemory().asLongValue()).isEqualTo(160L << 20);
    }

    @Test
    void keys() {
        DetectorSettings settings = settings(Map.ofEntries(
                Map.entry("tailkeeper.detector.detectors", "ngrams,mine=folder"),
                Map.entry("tailkeeper.detector.screen", "cheap"),
                Map.entry("tailkeeper.detector.pass-through", "0.1"),
                Map.entry("tailkeeper.detector.threads", "3"),
                Map.entry("tailkeeper.detector.device", "cpu"),
                Map.entry("tailkeeper.detector.least-words", "8"),
                Map.entry("tailkeeper.detector.batch-size", "7"),
                Map.entry("tailkeeper.detector.remembered-texts", "9"),
                Map.entry("tailkeeper.detector.cache-time", "0s"),
                Map.entry("tailkeeper.detector.calibration-timeout", "30s"),
                Map.entry("tailkeeper.detector.calibration-memory", "64M")));
        assertThat(settings.screen()).contains("cheap");
        assertThat(settings.passThrough()).isEqualTo(0.1);
        assertThat(settings.detectors()).containsExactly("ngrams", "mine=folder");
        assertThat(settings.device()).isEqualTo("cpu");
        assertThat(settings.leastWords()).isEqualTo(8);
        assertThat(settings.cacheTime()).isZero();
        assertThat(settings.threads()).isEqualTo(3);
        assertThat(settings.batchSize()).isEqualTo(7);
        assertThat(settings.rememberedTexts()).isEqualTo(9);
        assertThat(settings.calibrationTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.calibrationMemory().asLongValue()).isEqualTo(64L << 20);
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("tailkeeper.detector.thread", "3")))
                .hasMessageContaining("tailkeeper.detector.thread");
    }

    @ParameterizedTest
    @CsvSource({
        "tailkeeper.detector.threads, 0",
        "tailkeeper.detector.pass-through, 1.5",
        "tailkeeper.detector.pass-through, 0",
        "tailkeeper.detector.batch-size, -1",
        "tailkeeper.detector.least-words, 0",
        "tailkeeper.detector.remembered-texts, -1"
    })
    void aValueOutOfItsRangeIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(name);
    }

    @Test
    void areInTheReadme() throws IOException {
        SettingsTable.check(
                Path.of("src/main/java/io/tailkeeper/detector/quarkus/DetectorSettings.java"), Path.of("../README.md"));
    }
}
