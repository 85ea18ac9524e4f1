package io.tailkeeper.generator.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import io.tailkeeper.contracts.testing.SettingsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorSettingsTest {

    private static GeneratorSettings settings(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withValidator(new BeanValidationConfigValidatorImpl())
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

    @ParameterizedTest
    @CsvSource({"tailkeeper.generator.threads, -1"})
    void aValueOutOfItsRangeIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(name);
    }

    @Test
    void areInTheReadme() throws IOException {
        SettingsTable.check(
                Path.of("src/main/java/io/tailkeeper/generator/quarkus/GeneratorSettings.java"), Path.of("README.md"));
    }
}
