package io.tailkeeper.generator.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {

    private static GeneratorSettings settings(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addSystemSources()
                .withDefaultValues(properties)
                .withMapping(GeneratorSettings.class)
                .build();
        return config.getConfigMapping(GeneratorSettings.class);
    }

    @Test
    void defaults() {
        GeneratorSettings settings = settings(Map.of());

        assertThat(settings.threads()).isZero();
        assertThat(settings.directory())
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "tailkeeper-generator"));
    }

    @Test
    void keys() {
        GeneratorSettings settings =
                settings(Map.of("tailkeeper.generator.threads", "2", "tailkeeper.generator.directory", "/somewhere"));

        assertThat(settings.threads()).isEqualTo(2);
        assertThat(settings.directory()).isEqualTo(Path.of("/somewhere"));
    }
}
