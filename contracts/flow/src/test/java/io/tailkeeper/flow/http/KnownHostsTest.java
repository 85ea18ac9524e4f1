package io.tailkeeper.flow.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {

    private final KnownHosts hosts = new KnownHosts(List.of("tailkeeper.example.org", "Metrics"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "a.localhost",
                "127.0.0.1",
                "10.1.2.3",
                "::1",
                "[::1]",
                "[fe80::1%eth0]",
                "tailkeeper.example.org",
                "TailKeeper.Example.org.",
                "metrics"
            })
    void addressesLocalhostAndWhatIsAllowedAreKnown(String host) {
        assertThat(hosts.contains(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.org", "example.org", "tailkeeper.example.org.evil.org", "evil-localhost",
                        "localhost.evil.org",
                "127.0.0.1.evil.org", "1.2.3.4.5", "", "*", "dead.beef"
            })
    void otherNamesAreNot(String host) {
        assertThat(hosts.contains(host)).isFalse();
    }

    @Test
    void aStarAllowsAll() {
        assertThat(new KnownHosts(List.of("*")).contains("evil.example.org")).isTrue();
    }
}
