package io.tailkeeper.trainer.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.Received;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.flow.DeadLetters;
import io.tailkeeper.flow.IncomingRecords;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.SpoolDamagedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Scored samples and held-out documents on their way to the spools, a batch of records at a time. A batch is acknowledged when
 * all of it is on the disk and its refused records are dead letters; while the disk refuses, it is held back.
 */
@ApplicationScoped
public class SamplesChannel {

    private static final System.Logger LOG = System.getLogger(SamplesChannel.class.getName());
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final DeadLetters letters;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile String problem;

    SamplesChannel(Ledger ledger, DeadLetters letters, Supervision supervision) {
        this.ledger = ledger;
        this.letters = letters;
        supervision.readyWhen("spools", () -> Optional.ofNullable(problem));
    }

    @Incoming("samples-in")
    @Blocking
    void take(ConsumerRecords<byte[], Received<Object>> batch) throws InterruptedException {
        while (!ledger.restored()) {
            await(SOON);
        }
        List<CompletableFuture<Void>> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], Received<Object>> message : batch) {
            try {
                untilTheDiskTakes(() -> take(message.value()));
            } catch (RejectedMessageException e) {
                refusals.add(
                        letters.refuse(IncomingRecords.original(message), e).subscribeAsCompletionStage());
            }
        }
        untilTheDiskTakes(ledger::flush);
        CompletableFuture<Void> refused = CompletableFuture.allOf(refusals.toArray(CompletableFuture[]::new));
        while (!refused.isDone()) {
            await(SOON);
        }
    }

    /** @throws RejectedMessageException when the record is at fault, whatever it brought about */
    private void take(Received<Object> received) {
        if (received == null) {
            throw new RejectedMessageException("the record has no body");
        }
        try {
            switch (received.orRefuse()) {
                case SampleScored scored -> ledger.scored(scored);
                case CalibrationSample sample -> ledger.heldOut(sample);
                default -> throw new RejectedMessageException("the topic is not the trainer's");
            }
        } catch (RejectedMessageException | UncheckedIOException | SpoolDamagedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RejectedMessageException("the message cannot be dealt with: " + e, e);
        }
    }

    private void untilTheDiskTakes(Runnable work) throws InterruptedException {
        while (true) {
            try {
                work.run();
                problem = null;
                return;
            } catch (UncheckedIOException e) {
                problem = e.getMessage();
                LOG.log(System.Logger.Level.ERROR, problem + "; nothing is lost, trying again");
                await(PAUSE);
            }
        }
    }

    /** @throws StoppedException when the service stops: what was not acknowledged is read again */
    private void await(Duration pause) throws InterruptedException {
        if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StoppedException();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stop.countDown();
    }

    private static final class StoppedException extends RuntimeException {

        StoppedException() {
            super("the service stops; the batch is read again at the next start");
        }
    }
}
