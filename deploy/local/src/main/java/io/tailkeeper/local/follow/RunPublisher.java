package io.tailkeeper.local.follow;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.process.ProcessException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Asks for runs. */
public final class RunPublisher {

    private static final int TIMEOUT_MILLIS = 180_000; // a broker that is being started again is waited for

    private RunPublisher() {}

    /**
     * Publishes the requests, in their order, and returns when the broker has all of them.
     *
     * @throws ProcessException when it has not after a while
     */
    public static void publish(String bootstrapServers, List<RunRequested> requests) throws InterruptedException {
        Map<String, Object> configuration = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "launcher",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                TIMEOUT_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS);
        try (KafkaProducer<String, RunRequested> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), new ContractSerializer<RunRequested>())) {
            for (RunRequested request : requests) {
                producer.send(new ProducerRecord<>(Topics.RUNS_REQUESTED.name(), request.runId(), request))
                        .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ProcessException("the broker at " + bootstrapServers + " did not take the run requests: " + e, e);
        }
    }
}
