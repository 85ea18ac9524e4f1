package io.tailkeeper.flow;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The gauges {@code tailkeeper.backlog} (records that could be dealt with now) and {@code tailkeeper.waiting} (records that
 * wait for something else first, as samples do for their calibration), by service, topic and partition. An autoscaler reads
 * the first. Safe for use by several threads.
 */
@ApplicationScoped
public class Backlog {

    private record Row(String name, String channel, TopicPartition partition) {}

    private final Map<Row, AtomicLong> rows = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final String service;

    public Backlog(MeterRegistry meters, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.meters = meters;
        this.service = service;
    }

    /** Records of a partition that could be dealt with now. */
    public void note(String channel, TopicPartition partition, long records) {
        row("tailkeeper.backlog", channel, partition).set(records);
    }

    /** Records of a partition that wait for something else. */
    public void waiting(String channel, TopicPartition partition, long records) {
        row("tailkeeper.waiting", channel, partition).set(records);
    }

    /** The partition is another instance's now. */
    public void forget(String channel, TopicPartition partition) {
        rows.forEach((row, value) -> {
            if (row.channel().equals(channel) && row.partition().equals(partition)) {
                value.set(0);
            }
        });
    }

    private AtomicLong row(String name, String channel, TopicPartition partition) {
        return rows.computeIfAbsent(new Row(name, channel, partition), this::register);
    }

    private AtomicLong register(Row row) {
        AtomicLong value = new AtomicLong();
        Tags tags = Tags.of(
                "service", service,
                "channel", row.channel(),
                "topic", row.partition().topic(),
                "partition", Integer.toString(row.partition().partition()));
        Gauge.builder(row.name(), value, AtomicLong::get).tags(tags).register(meters);
        return value;
    }
}
