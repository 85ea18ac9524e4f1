package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** The generator's messages as records: topic, key, and what the contract's serializers write. */
final class Outgoing {

    private final Serializer<SamplingTask> tasks = new ContractSerializer<SamplingTask>();
    private final Serializer<SampleCollected> samples = new ContractSerializer<SampleCollected>();
    private final Serializer<CalibrationSample> calibration = new ContractSerializer<CalibrationSample>();
    private final Serializer<RunFinished> finished = new ContractSerializer<RunFinished>();

    Outgoing(String clientId) {
        Map<String, Object> configuration = Map.of("client.id", clientId);
        tasks.configure(configuration, false);
        samples.configure(configuration, false);
        calibration.configure(configuration, false);
        finished.configure(configuration, false);
    }

    ProducerRecord<byte[], byte[]> of(SamplingTask task) {
        return record(Topics.SAMPLING_TASKS, task.taskId(), task, tasks);
    }

    ProducerRecord<byte[], byte[]> of(SampleCollected sample) {
        return record(Topics.SAMPLES_COLLECTED, sample.sampleId(), sample, samples);
    }

    ProducerRecord<byte[], byte[]> of(CalibrationSample sample) {
        return record(Topics.SAMPLES_CALIBRATION, sample.generationKey().toString(), sample, calibration);
    }

    ProducerRecord<byte[], byte[]> of(RunFinished run) {
        return record(Topics.RUNS_FINISHED, run.runId(), run, finished);
    }

    private static <T> ProducerRecord<byte[], byte[]> record(
            Topic<T> topic, String key, T message, Serializer<T> serializer) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), null);
        byte[] body = serializer.serialize(topic.name(), record.headers(), message);
        return new ProducerRecord<>(topic.name(), null, null, record.key(), body, record.headers());
    }
}
