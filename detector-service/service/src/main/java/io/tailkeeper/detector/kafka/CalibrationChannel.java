package io.tailkeeper.detector.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.detector.loop.RestartingLoop;
import io.tailkeeper.detector.run.Calibrations;
import io.tailkeeper.detector.run.Delivery;
import io.tailkeeper.flow.DeadLetters;
import io.tailkeeper.flow.IncomingRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The calibration samples of all detectors of the instance, on one thread that encodes and fits. Samples stay unacknowledged
 * until nobody needs them; where more wait to be encoded than memory is meant for, the channel is held back.
 */
@ApplicationScoped
public class CalibrationChannel implements RestartingLoop.Session {

    static final String CHANNEL = "calibration-in";

    private static final long MAX_WAITING_BYTES = 16L << 20;
    private static final long POLL_MILLIS = 500;

    /** What a message holds in memory beside its body. */
    private static final long AROUND_A_BODY = 2_048;

    private static final Logger LOG = Logger.getLogger(CalibrationChannel.class);

    private final BlockingQueue<Delivery> arrivals = new LinkedBlockingQueue<>();
    private final AtomicLong arrivedBytes = new AtomicLong();
    private final AtomicReference<UniEmitter<? super Void>> heldBack = new AtomicReference<>();
    private final Calibrations calibrations;
    private final KafkaClientService clients;
    private final DeadLetters letters;
    private final CalibrationTraces traces;
    private volatile long waitingBytes;
    private boolean idle = true;

    CalibrationChannel(
            Calibrations calibrations, KafkaClientService clients, DeadLetters letters, CalibrationTraces traces) {
        this.calibrations = calibrations;
        this.clients = clients;
        this.letters = letters;
        this.traces = traces;
    }

    /** Completes when there is room for the next one. */
    @Incoming(CHANNEL)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> arrive(Message<Received<CalibrationSample>> message) {
        try {
            Delivery delivery = new ChannelDelivery(
                    message,
                    IncomingRecords.original(message),
                    message.getPayload().orRefuse());
            traces.note(delivery.sample(), message);
            arrivedBytes.addAndGet(delivery.bytes());
            arrivals.add(delivery);
        } catch (RejectedMessageException e) {
            return Uni.createFrom().completionStage(message.nack(e));
        }
        return Uni.createFrom().emitter(emitter -> {
            heldBack.set(emitter);
            letIn();
        });
    }

    private void letIn() {
        if (arrivedBytes.get() + waitingBytes < MAX_WAITING_BYTES) {
            UniEmitter<? super Void> next = heldBack.getAndSet(null);
            if (next != null) {
                next.complete(null);
            }
        }
    }

    @Override
    public void iterate() {
        for (Delivery next = next(); next != null; next = arrivals.poll()) {
            calibrations.take(next);
            arrivedBytes.addAndGet(-next.bytes());
        }
        idle = !calibrations.work();
        waitingBytes = calibrations.waitingBytes();
        letIn();
    }

    private @Nullable Delivery next() {
        try {
            return idle ? arrivals.poll(POLL_MILLIS, TimeUnit.MILLISECONDS) : arrivals.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for samples", e);
        }
    }

    @Override
    public void wakeUp() {
        // it waits for a moment only
    }

    @Override
    public void close() {
        // what was collected is still there in the next session
    }

    private final class ChannelDelivery implements Delivery {

        private final Message<?> message;
        private final ConsumerRecord<byte[], byte[]> record;
        private final CalibrationSample sample;

        ChannelDelivery(Message<?> message, ConsumerRecord<byte[], byte[]> record, CalibrationSample sample) {
            this.message = message;
            this.record = record;
            this.sample = sample;
        }

        @Override
        public CalibrationSample sample() {
            return sample;
        }

        @Override
        public int partition() {
            return record.partition();
        }

        @Override
        public long offset() {
            return record.offset();
        }

        @Override
        public long bytes() {
            return AROUND_A_BODY + record.value().length;
        }

        @Override
        public void refuse(RejectedMessageException reason) {
            letters.refuse(record, reason).await().indefinitely();
        }

        @Override
        public void done() {
            CompletionStage<Void> unused = message.ack();
        }

        @Override
        public void again() {
            TopicPartition from = new TopicPartition(record.topic(), record.partition());
            clients.getConsumer(CHANNEL)
                    .runOnPollingThread((Consumer<Object, Object> reader) -> {
                        if (reader.assignment().contains(from)) {
                            reader.seek(from, record.offset());
                        }
                    })
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.warnf("%s is not read again: %s", from, failure));
        }
    }
}
