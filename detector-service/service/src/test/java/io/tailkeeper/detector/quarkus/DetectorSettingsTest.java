package io.tailkeeper.detector.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.testing.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DetectorSettingsTest {

    private static DetectorSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DetectorSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(DetectorSettings.class);
    }

    @Test
    void defaults() {
        assertThat(SettingsValues.of(DetectorSettings.class, settings(Map.of())))
                .isEqualTo(Map.ofEntries(
                        Map.entry("detectors", List.of("encoder")),
                        Map.entry("screen", Optional.empty()),
                        Map.entry("passThrough", 0.3),
                        Map.entry("threads", 2),
                        Map.entry("device", "auto"),
                        Map.entry("leastWords", 1),
                        Map.entry("batchSize", 256),
                        Map.entry("rememberedTexts", 20_000),
                        Map.entry("cacheTime", Duration.ofDays(1)),
                        Map.entry("calibrationTimeout", Duration.ofMinutes(10)),
                        Map.entry("instanceId", Optional.empty())));
    }

    @Test
    void keys() {
        DetectorSettings settings = settings(Map.ofEntries(
                Map.entry("tailkeeper.detector.detectors", "linear,mine=folder"),
                Map.entry("tailkeeper.detector.screen", "cheap"),
                Map.entry("tailkeeper.detector.pass-through", "0.1"),
                Map.entry("tailkeeper.detector.threads", "3"),
                Map.entry("tailkeeper.detector.device", "cpu"),
                Map.entry("tailkeeper.detector.least-words", "8"),
                Map.entry("tailkeeper.detector.batch-size", "7"),
                Map.entry("tailkeeper.detector.remembered-texts", "9"),
                Map.entry("tailkeeper.detector.cache-time", "0s"),
                Map.entry("tailkeeper.detector.calibration-timeout", "30s"),
                Map.entry("tailkeeper.detector.instance-id", "detector-0")));
        assertThat(SettingsValues.of(DetectorSettings.class, settings))
                .isEqualTo(Map.ofEntries(
                        Map.entry("detectors", List.of("linear", "mine=folder")),
                        Map.entry("screen", Optional.of("cheap")),
                        Map.entry("passThrough", 0.1),
                        Map.entry("threads", 3),
                        Map.entry("device", "cpu"),
                        Map.entry("leastWords", 8),
                        Map.entry("batchSize", 7),
                        Map.entry("rememberedTexts", 9),
                        Map.entry("cacheTime", Duration.ZERO),
                        Map.entry("calibrationTimeout", Duration.ofSeconds(30)),
                        Map.entry("instanceId", Optional.of("detector-0"))));
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("tailkeeper.detector.thread", "3")))
                .hasMessageContaining("tailkeeper.detector.thread");
    }
}
