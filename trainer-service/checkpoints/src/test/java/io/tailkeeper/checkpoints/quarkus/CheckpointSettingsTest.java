package io.tailkeeper.checkpoints.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.contracts.testing.SettingsTable;
import io.tailkeeper.contracts.testing.SettingsValues;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointSettingsTest {

    private static CheckpointSettings configuration(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withDefaultValues(Map.of("tailkeeper.directory", "/data"))
                .withDefaultValues(properties)
                .withMapping(CheckpointSettings.class)
                .build()
                .getConfigMapping(CheckpointSettings.class);
    }

    private static Map<String, Object> settings(Map<String, String> properties) {
        Map<String, Object> values =
                new HashMap<>(SettingsValues.of(CheckpointSettings.class, configuration(properties)));
        values.replaceAll((_, value) -> value instanceof MemorySize size ? size.asLongValue() : value);
        return values;
    }

    @Test
    void defaults() {
        assertThat(settings(Map.of()))
                .isEqualTo(Map.of(
                        "store",
                        "file:",
                        "endpoint",
                        Optional.empty(),
                        "region",
                        "us-east-1",
                        "pathStyle",
                        false,
                        "largest",
                        16L << 30,
                        "cache",
                        Path.of("/data/checkpoints.cache"),
                        "cacheSize",
                        20L << 30));
    }

    @Test
    void keys() {
        assertThat(settings(Map.of(
                        "tailkeeper.checkpoints.store", "s3://models/a/b",
                        "tailkeeper.checkpoints.endpoint", "https://store.example.org:9000",
                        "tailkeeper.checkpoints.region", "eu-central-1",
                        "tailkeeper.checkpoints.path-style", "true",
                        "tailkeeper.checkpoints.largest", "2M",
                        "tailkeeper.checkpoints.cache", "/cache",
                        "tailkeeper.checkpoints.cache-size", "3M")))
                .isEqualTo(Map.of(
                        "store",
                        "s3://models/a/b",
                        "endpoint",
                        Optional.of(URI.create("https://store.example.org:9000")),
                        "region",
                        "eu-central-1",
                        "pathStyle",
                        true,
                        "largest",
                        2L << 20,
                        "cache",
                        Path.of("/cache"),
                        "cacheSize",
                        3L << 20));
    }

    @ParameterizedTest
    @CsvSource({
        "store, s3:models",
        "store, s3://models/../x",
        "store, /checkpoints",
        "store, https://models",
        "region, ' '"
    })
    void aValueOutOfItsRangeIsRefusedByName(String name, String value) {
        String setting = "tailkeeper.checkpoints." + name;

        assertThatThrownBy(() -> settings(Map.of(setting, value)))
                .isInstanceOfAny(ConfigValidationException.class, java.util.NoSuchElementException.class)
                .hasMessageContaining(setting);
    }

    @Test
    void aStoreIsMadeOfTheSettingsAndAVolumeNeedsNone(@TempDir Path folder) {
        Map<String, String> store = Map.of(
                "tailkeeper.checkpoints.store", "s3://models", "tailkeeper.checkpoints.cache", folder + "/cache");

        try (Checkpoints stored = CheckpointBeans.checkpoints(configuration(store))) {
            assertThat(stored).isNotNull();
            assertThat(folder.resolve("cache")).isDirectory();
        }
        Checkpoints onDisk = CheckpointBeans.checkpoints(configuration(Map.of()));
        CheckpointBeans.close(onDisk);
        assertThat(Path.of("/data/checkpoints.cache")).doesNotExist();
    }

    @Test
    void areInTheReadme() throws IOException {
        SettingsTable.check(
                Path.of("src/main/java/io/tailkeeper/checkpoints/quarkus/CheckpointSettings.java"),
                Path.of("README.md"));
    }
}
