package io.tailkeeper.detector.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.features.CachedEncoder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(RedisServerResource.class)
class RedisFeaturesTest {

    private static final float[] FEATURES = {1.5f, -0.0f, Float.MIN_VALUE, 3e38f};

    @Inject
    RedisDataSource redis;

    @ConfigProperty(name = "quarkus.redis.hosts")
    URI address;

    private final List<String> counted = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");

    private RedisFeatures features() {
        return new RedisFeatures(
                redis, Duration.ofMinutes(10), () -> now, (hits, misses) -> counted.add(hits + "/" + misses));
    }

    @Test
    void givesBackEveryBitAndCountsHitsAndMisses() {
        RedisFeatures features = features();
        features.add(Map.of("one", FEATURES, "none", new float[0]));
        Map<String, float[]> found = features.find(List.of("one", "two", "none"));
        assertThat(found).containsOnlyKeys("one", "none");
        assertThat(found.get("one")).containsExactly(FEATURES);
        assertThat(found.get("none")).isEmpty();
        assertThat(features.find(List.of())).isEmpty();
        assertThat(counted).containsExactly("2/1", "0/0");
    }

    @Test
    void everyEntryExpires() {
        features().add(Map.of("expires", FEATURES));
        assertThat(redis.key().ttl(RedisFeatures.PREFIX + "expires")).isBetween(590L, 600L);
    }

    @Test
    void losingRedisSlowsAndBreaksNothing() throws IOException {
        FakeEncoder encoder = new FakeEncoder();
        CachedEncoder cached = new CachedEncoder(encoder, features());
        List<String> texts = List.of("lost and found", "a robot");
        List<float[]> before = cached.encode(texts);
        assertThat(encoder.encoded()).isEqualTo(2);
        try {
            redis.execute("SHUTDOWN", "NOSAVE");
        } catch (RuntimeException e) {
            assertThat(e).as("the connection ends with the server").isNotNull();
        }
        assertThat(cached.encode(texts)).as("without Redis").containsExactlyElementsOf(before);
        assertThat(encoder.encoded()).isEqualTo(4);

        RedisServer replacement = RedisServerResource.server(address.getPort());
        replacement.start();
        // It stays for the other tests: the server of the test resource is gone.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(replacement)));
        cached.encode(texts);
        assertThat(encoder.encoded()).as("it rests for some seconds").isEqualTo(6);
        now = now.plusSeconds(6);
        cached.encode(texts);
        assertThat(encoder.encoded()).as("the new server is empty").isEqualTo(8);
        assertThat(cached.encode(texts)).containsExactlyElementsOf(before);
        assertThat(encoder.encoded()).as("and has learned").isEqualTo(8);
    }

    private static void stop(RedisServer server) {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
