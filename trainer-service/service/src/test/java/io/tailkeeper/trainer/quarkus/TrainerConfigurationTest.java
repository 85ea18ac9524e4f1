package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.testing.SettingsValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerConfigurationTest {

    private static Map<String, Object> settings(Map<String, String> properties) {
        TrainerConfiguration configuration = new SmallRyeConfigBuilder()
                .withDefaultValues(properties)
                .withMapping(TrainerConfiguration.class)
                .build()
                .getConfigMapping(TrainerConfiguration.class);
        return SettingsValues.of(TrainerConfiguration.class, configuration);
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
}
