package io.tailkeeper.metrics.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.RunLedger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Enters records into the ledger, each topic its own way. */
final class LedgerFeed {

    private static final String COLLECTED_PREFIX = Topics.SAMPLES_COLLECTED.name() + ".";
    private static final String OWN_SUFFIX = "." + MeasuringDesk.SERVICE + ".dlq";

    private final RunLedger ledger;
    private final Map<String, Consumer<byte[]>> entries = new HashMap<>();

    LedgerFeed(RunLedger ledger) {
        this.ledger = ledger;
        enter(Topics.RUNS_REQUESTED, ledger::record);
        enter(Topics.SAMPLES_COLLECTED, ledger::record);
        enter(Topics.SAMPLES_CALIBRATION, ledger::record);
        enter(Topics.DETECTORS_CALIBRATED, ledger::record);
        enter(Topics.SAMPLES_SCORED, ledger::record);
        enter(Topics.BATCHES_WEIGHTED, ledger::record);
        enter(Topics.TRAINING_PROGRESS, ledger::record);
        enter(Topics.GENERATIONS_TRAINED, ledger::record);
        enter(Topics.GENERATIONS_MEASURED, ledger::record);
        enter(Topics.RUNS_FINISHED, ledger::record);
    }

    private <T> void enter(Topic<T> topic, Consumer<T> entry) {
        entries.put(topic.name(), body -> entry.accept(ContractJson.read(topic, body)));
    }

    /** Whether a topic says anything to the ledger, or to what is already a dead letter. */
    boolean reads(String topic) {
        return entries.containsKey(topic) || ownDeadLetters(topic) || collectedDeadLetters(topic);
    }

    static boolean ownDeadLetters(String topic) {
        return topic.endsWith(OWN_SUFFIX);
    }

    private static boolean collectedDeadLetters(String topic) {
        return topic.startsWith(COLLECTED_PREFIX) && topic.endsWith(".dlq") && !ownDeadLetters(topic);
    }

    /**
     * Enters one record.
     *
     * @throws RejectedMessageException when the record is wrong in itself
     */
    void enter(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        if (collectedDeadLetters(message.topic())) {
            NamedSample.find(
                            message.value(),
                            header(message, DeadLetter.PARTITION) + "@" + header(message, DeadLetter.OFFSET))
                    .ifPresent(sample -> ledger.recordDeadLettered(sample.generation(), sample.id()));
            return;
        }
        try {
            entries.get(message.topic()).accept(message.value());
        } catch (RejectedMessageException e) {
            if (message.topic().equals(Topics.SAMPLES_COLLECTED.name())) {
                NamedSample.find(message.value(), message.partition() + "@" + message.offset())
                        .ifPresent(sample -> ledger.recordCollected(sample.generation(), sample.id()));
            }
            throw e;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
