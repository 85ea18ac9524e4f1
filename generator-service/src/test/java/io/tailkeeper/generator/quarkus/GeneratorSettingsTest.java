package io.tailkeeper.generator.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {

    private static GeneratorSettings settings(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(properties)
                .withMapping(GeneratorSettings.class)
                .build();
        return config.getConfigMapping(GeneratorSettings.class);
    }

    @Test
    void defaults() {
        GeneratorSettings settings = settings(Map.of());

        assertThat(settings.threads()).isZero();
        assertThat(settings.device()).isEqualTo("auto");
        assertThat(settings.allowedRoots()).isEmpty();
    }

    @Test
    void keys() {
        GeneratorSettings settings = settings(Map.of(
                "tailkeeper.generator.threads",
                "2",
                "tailkeeper.generator.device",
                "cuda:1",
                "tailkeeper.generator.allowed-roots",
                "/a\\, b,/c"));

        assertThat(settings.threads()).isEqualTo(2);
        assertThat(settings.device()).isEqualTo("cuda:1");
        assertThat(settings.allowedRoots()).hasValue(List.of(Path.of("/a, b"), Path.of("/c")));
    }
}
