package io.tailkeeper.generator.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.testing.SettingsValues;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {

    private static Map<String, Object> settings(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addSystemSources()
                .withDefaultValues(properties)
                .withMapping(GeneratorSettings.class)
                .build();
        return SettingsValues.of(GeneratorSettings.class, config.getConfigMapping(GeneratorSettings.class));
    }

    @Test
    void defaults() {
        assertThat(settings(Map.of()))
                .isEqualTo(Map.of(
                        "threads",
                        0,
                        "device",
                        "auto",
                        "directory",
                        Path.of(System.getProperty("java.io.tmpdir"), "tailkeeper-generator")));
    }

    @Test
    void keys() {
        Map<String, String> properties = Map.of(
                "tailkeeper.generator.threads", "2",
                "tailkeeper.generator.device", "cuda:1",
                "tailkeeper.generator.directory", "/somewhere");

        assertThat(settings(properties))
                .isEqualTo(Map.of("threads", 2, "device", "cuda:1", "directory", Path.of("/somewhere")));
    }
}
