package io.tailkeeper.detector.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.tls.SecureRedisResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cache in a Redis that is reached by TLS and asks for a password. */
@QuarkusTest
@TestProfile(SecureRedisTest.Secured.class)
class SecureRedisTest {

    /** Its own servers, none that other tests share. */
    public static final class Secured implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaBrokerResource.class), new TestResourceEntry(SecureRedisResource.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Inject
    RedisDataSource redis;

    @Test
    void featuresAreKeptAndFound() {
        RedisFeatures features = new RedisFeatures(redis, Duration.ofMinutes(1), InstantSource.system(), (_, _) -> {});

        features.add(Map.of("text", new float[] {1, 2}));

        assertThat(features.find(List.of("text", "other")))
                .containsOnlyKeys("text")
                .hasEntrySatisfying("text", found -> assertThat(found).containsExactly(1, 2));
    }
}
