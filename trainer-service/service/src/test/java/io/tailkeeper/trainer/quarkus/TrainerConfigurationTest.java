package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.testing.SettingsValues;
import java.nio.file.Path;
import java.util.Map;
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
                .isEqualTo(Map.of("directory", Path.of("tailkeeper-trainer"), "threads", 0, "device", "auto"));
    }

    @Test
    void keys() {
        Map<String, String> properties = Map.of(
                "tailkeeper.trainer.directory", "/data",
                "tailkeeper.trainer.threads", "2",
                "tailkeeper.trainer.device", "cpu");

        assertThat(settings(properties))
                .isEqualTo(Map.of("directory", Path.of("/data"), "threads", 2, "device", "cpu"));
    }
}
