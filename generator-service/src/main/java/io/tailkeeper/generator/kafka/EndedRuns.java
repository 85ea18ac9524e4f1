package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The runs that failed or were cancelled: their work is dropped. Used by one thread. */
final class EndedRuns {

    private final Set<String> runIds = new HashSet<>();

    boolean contains(String runId) {
        return runIds.contains(runId);
    }

    /** Takes in a record of the topic of finished runs; a refused one comes back as its dead letter. */
    List<ProducerRecord<byte[], byte[]>> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() != null) {
                add(ContractJson.read(Topics.RUNS_FINISHED, record.value()));
            }
            return List.of();
        } catch (RejectedMessageException e) {
            return List.of(DeadLetter.of(record, RecordWork.SERVICE, e));
        }
    }

    private void add(RunFinished run) {
        if (run.status() != RunFinished.Status.COMPLETED) {
            runIds.add(run.runId());
        }
    }

    /** Takes in what this instance has itself published, before it comes back over the topic. */
    void published(List<ProducerRecord<byte[], byte[]>> records) {
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (record.topic().equals(Topics.RUNS_FINISHED.name())) {
                runIds.add(new String(record.key(), StandardCharsets.UTF_8));
            }
        }
    }
}
