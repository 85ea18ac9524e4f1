package io.tailkeeper.detector.redis;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;
import io.tailkeeper.detector.features.CachedEncoder;
import io.tailkeeper.flow.Causes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Features in Redis, as big-endian floats, each for a while. Safe for use by several threads.
 *
 * <p>After a failure it knows nothing and asks nothing for some seconds, so that a Redis that is away costs one time-out now
 * and then.
 */
public final class RedisFeatures implements CachedEncoder.Store {

    /** In front of every key. */
    public static final String PREFIX = "tailkeeper:features:";

    private static final Logger LOG = Logger.getLogger(RedisFeatures.class);
    private static final Duration REST = Duration.ofSeconds(5);

    private final ValueCommands<String, byte[]> values;
    private final Duration kept;
    private final InstantSource clock;
    private final Counts counts;
    private final AtomicReference<Instant> restsUntil = new AtomicReference<>(Instant.MIN);

    /** Told what became of look-ups; may be called by several threads. */
    public interface Counts {

        /** Features found, and not found. */
        void found(int hits, int misses);
    }

    /**
     * Connects when it is first asked.
     *
     * @param kept how long features are kept
     */
    public RedisFeatures(RedisDataSource redis, Duration kept, InstantSource clock, Counts counts) {
        values = redis.value(byte[].class);
        this.kept = kept;
        this.clock = clock;
        this.counts = counts;
    }

    @Override
    public Map<String, float[]> find(List<String> keys) {
        Map<String, float[]> found = keys.isEmpty() ? new HashMap<>() : unlessAway(() -> read(keys));
        counts.found(found.size(), keys.size() - found.size());
        return found;
    }

    private Map<String, float[]> read(List<String> keys) {
        Map<String, byte[]> answers =
                values.mget(keys.stream().map(PREFIX::concat).toArray(String[]::new));
        Map<String, float[]> features = new HashMap<>();
        for (String key : keys) {
            byte[] bytes = answers.get(PREFIX + key);
            if (bytes != null) {
                float[] of = new float[bytes.length / Float.BYTES];
                ByteBuffer.wrap(bytes).asFloatBuffer().get(of);
                features.put(key, of);
            }
        }
        return features;
    }

    @Override
    public void add(Map<String, float[]> features) {
        unlessAway(() -> {
            SetArgs expiring = new SetArgs().ex(kept);
            features.forEach((key, of) -> {
                ByteBuffer bytes = ByteBuffer.allocate(of.length * Float.BYTES);
                bytes.asFloatBuffer().put(of);
                values.set(PREFIX + key, bytes.array(), expiring);
            });
            return Map.of();
        });
    }

    private Map<String, float[]> unlessAway(Supplier<Map<String, float[]>> work) {
        Instant rest = restsUntil.get();
        if (clock.instant().isBefore(rest)) {
            return new HashMap<>();
        }
        try {
            Map<String, float[]> answer = work.get();
            if (!Instant.MIN.equals(rest) && restsUntil.compareAndSet(rest, Instant.MIN)) {
                LOG.info("Redis answers again: features are cached");
            }
            return answer;
        } catch (RuntimeException e) {
            if (restsUntil.getAndSet(clock.instant().plus(REST)).equals(Instant.MIN)) {
                LOG.warnf("Redis does not answer; texts are encoded without the cache: %s", Causes.inWords(e));
            }
            return new HashMap<>();
        }
    }
}
