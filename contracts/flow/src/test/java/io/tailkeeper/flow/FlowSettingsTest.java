package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.testing.SettingsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowSettingsTest {

    private static FlowSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(Map.of("java.io.tmpdir", "/tmp", "quarkus.application.name", "service"))
                .withDefaultValues(properties)
                .withMapping(FlowSettings.class)
                .build()
                .getConfigMapping(FlowSettings.class);
    }

    @Test
    void defaults() {
        FlowSettings settings = settings(Map.of());
        assertThat(settings.instanceId()).isEmpty();
        assertThat(settings.directory()).isEqualTo(Path.of("/tmp/tailkeeper-service"));
        assertThat(settings.createTopics()).isFalse();
        assertThat(settings.log().json()).isFalse();
        assertThat(settings.http().allowedHosts()).isEmpty();
        assertThat(settings.http().token()).isEmpty();
        assertThat(settings.http().tokenFile()).isEmpty();
        assertThat(settings.http().openMetrics()).isTrue();
    }

    @Test
    void keys() {
        FlowSettings settings = settings(Map.of(
                "tailkeeper.instance-id", "first",
                "tailkeeper.directory", "/data",
                "tailkeeper.create-topics", "true",
                "tailkeeper.log.json", "true",
                "tailkeeper.http.allowed-hosts", "metrics,tailkeeper.example.org",
                "tailkeeper.http.token", "secret",
                "tailkeeper.http.token-file", "/run/secrets/token",
                "tailkeeper.http.open-metrics", "false"));
        assertThat(settings.instanceId()).contains("first");
        assertThat(settings.directory()).isEqualTo(Path.of("/data"));
        assertThat(settings.createTopics()).isTrue();
        assertThat(settings.log().json()).isTrue();
        assertThat(settings.http().token()).contains("secret");
        assertThat(settings.http().tokenFile()).contains(Path.of("/run/secrets/token"));
        assertThat(settings.http().openMetrics()).isFalse();
        assertThat(settings.http().allowedHosts()).contains(List.of("metrics", "tailkeeper.example.org"));
    }

    @Test
    void areInTheReadme() throws IOException {
        SettingsTable.check(Path.of("src/main/java/io/tailkeeper/flow/FlowSettings.java"), Path.of("README.md"));
    }
}
