package io.tailkeeper.metrics.kafka;

import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.metrics.MeasuringDesk;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * Sends a refused record to the dead-letter topic once, although the topics are read from the beginning at every start:
 * what the dead-letter topics hold already is not sent again.
 */
final class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final Set<String> sent = new HashSet<>();
    private final Map<String, ProducerRecord<byte[], byte[]>> waiting = new LinkedHashMap<>();

    void refuse(ConsumerRecord<byte[], byte[]> refused, RejectedMessageException failure) {
        String place = place(refused.topic(), refused.partition() + "", refused.offset() + "");
        if (!sent.contains(place)) {
            waiting.put(place, DeadLetter.of(refused, MeasuringDesk.SERVICE, failure));
        }
    }

    void found(Headers headers) {
        sent.add(place(
                header(headers, DeadLetter.TOPIC),
                header(headers, DeadLetter.PARTITION),
                header(headers, DeadLetter.OFFSET)));
    }

    /** Sends what waits; a record stays until {@code sender} returns. */
    void send(Consumer<ProducerRecord<byte[], byte[]>> sender) {
        waiting.keySet().removeAll(sent);
        Iterator<Map.Entry<String, ProducerRecord<byte[], byte[]>>> entries =
                waiting.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, ProducerRecord<byte[], byte[]>> entry = entries.next();
            sender.accept(entry.getValue());
            Headers headers = entry.getValue().headers();
            LOG.warnf(
                    "refused record sent to %s: %s: %s",
                    entry.getValue().topic(), entry.getKey(), header(headers, DeadLetter.REASON));
            sent.add(entry.getKey());
            entries.remove();
        }
    }

    private static String place(String topic, String partition, String offset) {
        return topic + ", partition " + partition + ", offset " + offset;
    }

    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
