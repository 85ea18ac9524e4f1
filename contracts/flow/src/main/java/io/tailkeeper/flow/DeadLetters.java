package io.tailkeeper.flow;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Where refused records go: key, bytes and headers as they came, and the reason, to {@code <topic>.<service>.dlq}; once, also
 * over restarts. A letter that waits for the broker is tried until it is written; one that the broker refuses is logged and
 * counted, and the service goes on. Safe for use by several threads.
 */
@ApplicationScoped
public class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter;
    private final WrittenLetters written;
    private final MeterRegistry meters;
    private final String service;

    DeadLetters(
            @Channel("dead-letters") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter,
            WrittenLetters written,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.emitter = emitter;
        this.written = written;
        this.meters = meters;
        this.service = service;
    }

    /** Completes when the letter of a refused record is written, was written before, or cannot be written. */
    public Uni<Void> refuse(ConsumerRecord<byte[], byte[]> refused, RejectedMessageException reason) {
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(refused, service, reason);
        return Uni.createFrom()
                .item(() -> written.contains(letter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(failure -> LOG.warnf("%s cannot be read yet: %s", letter.topic(), failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .chain(known -> known ? Uni.createFrom().voidItem() : write(letter, refused, reason));
    }

    private Uni<Void> write(
            ProducerRecord<byte[], byte[]> letter,
            ConsumerRecord<byte[], byte[]> refused,
            RejectedMessageException reason) {
        String place = refused.topic() + "-" + refused.partition() + "@" + refused.offset();
        LOG.warnf("%s is refused, see %s: %s", place, letter.topic(), reason.getMessage());
        meters.counter(
                        "tailkeeper.refused",
                        "topic",
                        Topics.find(refused.topic()).isPresent() ? refused.topic() : "other")
                .increment();
        return emitter.send(letter)
                .invoke(() -> written.add(letter))
                .onFailure(DeadLetters::worthAnotherTry)
                .retry()
                .withBackOff(PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "the dead letter of %s could not be written and is lost", place);
                    meters.counter("tailkeeper.dead.letters.lost").increment();
                    return Uni.createFrom().voidItem();
                });
    }

    private static boolean worthAnotherTry(Throwable failure) {
        return Outgoing.reason(failure) instanceof RetriableException;
    }
}
