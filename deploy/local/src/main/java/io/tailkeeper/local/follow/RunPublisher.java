package io.tailkeeper.local.follow;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.process.ProcessException;
import java.util.HashMap;
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

/** Asks for runs, and ends them. */
public final class RunPublisher {

    private static final int TIMEOUT_MILLIS = 180_000; // a broker that is being started again is waited for

    private RunPublisher() {}

    /**
     * Publishes the requests, in their order, and returns when the broker has all of them.
     *
     * @throws ProcessException when it has not after a while
     */
    public static void publish(Map<String, Object> kafka, List<RunRequested> requests) throws InterruptedException {
        publish(kafka, Topics.RUNS_REQUESTED, requests);
    }

    /**
     * Ends runs, in their order, and returns when the broker has all of the ends.
     *
     * @throws ProcessException when it has not after a while
     */
    public static void end(Map<String, Object> kafka, List<RunFinished> ends) throws InterruptedException {
        publish(kafka, Topics.RUNS_FINISHED, ends);
    }

    private static <T> void publish(Map<String, Object> kafka, Topic<T> topic, List<T> messages)
            throws InterruptedException {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "launcher");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try (KafkaProducer<String, T> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), new ContractSerializer<T>())) {
            for (T message : messages) {
                producer.send(new ProducerRecord<>(topic.name(), topic.keyOf().apply(message), message))
                        .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ProcessException(
                    "the broker at " + kafka.get("bootstrap.servers") + " did not take what was written to "
                            + topic.name() + ": " + e,
                    e);
        }
    }
}
