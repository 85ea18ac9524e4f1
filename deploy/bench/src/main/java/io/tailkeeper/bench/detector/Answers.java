package io.tailkeeper.bench.detector;

import io.tailkeeper.contracts.GenerationKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The scored samples of one generation, told by their keys; bodies are not looked into. Not for use by several threads. */
final class Answers implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String prefix;
    private final int count;
    private final BitSet seen = new BitSet();
    private int answered;
    private long twice;
    private long foreign;
    private long lastNanos = System.nanoTime();

    Answers(String servers, List<TopicPartition> partitions, GenerationKey generation, int count) {
        prefix = generation + ":";
        this.count = count;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // the seek is lazy: now it is done
    }

    /** Takes what has arrived, or waits a moment for it. */
    void poll() {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            String key = new String(message.key(), StandardCharsets.UTF_8);
            int index = key.startsWith(prefix) ? Integer.parseInt(key.substring(prefix.length())) : -1;
            if (index < 0 || index >= count) {
                foreign++;
            } else if (seen.get(index)) {
                twice++;
            } else {
                seen.set(index);
                answered++;
                lastNanos = System.nanoTime();
            }
        }
    }

    /**
     * Waits until so many samples are answered.
     *
     * @return {@link System#nanoTime} when the last of them arrived
     * @throws IllegalStateException when nothing arrives for a minute
     */
    long await(int samples) {
        while (answered < samples) {
            poll();
            if (System.nanoTime() - lastNanos > PATIENCE.toNanos()) {
                throw new IllegalStateException("only " + answered + " of " + samples
                        + " samples were answered, and nothing more came within " + PATIENCE.toSeconds() + " s");
            }
        }
        return lastNanos;
    }

    /** From now on the patience counts anew. */
    void begin() {
        lastNanos = System.nanoTime();
    }

    /** Samples answered at least once. */
    int answered() {
        return answered;
    }

    /** Waits a moment for answers that should not come; whether every sample was answered once and nothing else was. */
    boolean isExactlyOnce() {
        for (int i = 0; i < 5; i++) {
            poll();
        }
        return answered == count && twice == 0 && foreign == 0;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
