package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import io.tailkeeper.contracts.testing.SettingsTable;
import io.tailkeeper.contracts.testing.SettingsValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerSettingsTest {

    private static Map<String, Object> settings(Map<String, String> properties) {
        TrainerSettings configuration = new SmallRyeConfigBuilder()
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withDefaultValues(properties)
                .withMapping(TrainerSettings.class)
                .build()
                .getConfigMapping(TrainerSettings.class);
        return SettingsValues.of(TrainerSettings.class, configuration);
    }

    @Test
    void defaults() {
        assertThat(settings(Map.of()))
                .isEqualTo(Map.of(
                        "directory",
                        Path.of("tailkeeper-trainer"),
                        "threads",
                        0,
                        "device",
                        "auto",
                        "allowedRoots",
                        Optional.empty()));
    }

    @Test
    void keys() {
        Map<String, String> properties = Map.of(
                "tailkeeper.trainer.directory", "/data",
                "tailkeeper.trainer.threads", "2",
                "tailkeeper.trainer.device", "cpu",
                "tailkeeper.trainer.allowed-roots", "/a\\, b,/c");

        assertThat(settings(properties))
                .isEqualTo(Map.of(
                        "directory",
                        Path.of("/data"),
                        "threads",
                        2,
                        "device",
                        "cpu",
                        "allowedRoots",
                        Optional.of(List.of(Path.of("/a, b"), Path.of("/c")))));
    }

    @ParameterizedTest
    @CsvSource({"tailkeeper.trainer.threads, -1"})
    void aValueOutOfItsRangeIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(name);
    }

    @Test
    void areInTheReadme() throws IOException {
        SettingsTable.check(
                Path.of("src/main/java/io/tailkeeper/trainer/quarkus/TrainerSettings.java"), Path.of("../README.md"));
    }
}
