package io.tailkeeper.trainer.kafka;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.flow.DeadLetters;
import io.tailkeeper.flow.IncomingRecords;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.Patience;
import io.tailkeeper.trainer.SpoolDamagedException;
import io.tailkeeper.trainer.tracing.GenerationTraces;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Scored samples, held-out documents and knowledge items on their way to the spools, a batch of records at a time. A batch is acknowledged when
 * all of it is on the disk and its refused records are dead letters; while the disk refuses, it is held back.
 */
@ApplicationScoped
public class SamplesChannel {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final int LETTERS_UNDER_WAY = 8; // each takes a thread of the pool

    private final Ledger ledger;
    private final DeadLetters letters;
    private final Patience patience;
    private final GenerationTraces traces;

    SamplesChannel(Ledger ledger, DeadLetters letters, Patience patience, GenerationTraces traces) {
        this.ledger = ledger;
        this.letters = letters;
        this.patience = patience;
        this.traces = traces;
    }

    @Incoming("samples-in")
    @Blocking
    void take(ConsumerRecords<byte[], Received<Object>> batch) throws InterruptedException {
        while (!ledger.restored()) {
            patience.pause(SOON);
        }
        List<Uni<Void>> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], Received<Object>> message : batch) {
            try {
                patience.untilTheDiskTakes(() -> take(message.value(), message.headers()));
            } catch (RejectedMessageException e) {
                refusals.add(letters.refuse(IncomingRecords.original(message), e));
            }
        }
        patience.untilTheDiskTakes(ledger::flush);
        CompletableFuture<Void> refused = Multi.createFrom()
                .iterable(refusals)
                .onItem()
                .transformToUni(refusal -> refusal)
                .merge(LETTERS_UNDER_WAY)
                .collect()
                .last()
                .subscribeAsCompletionStage();
        while (!refused.isDone()) {
            patience.pause(SOON);
        }
    }

    /** @throws RejectedMessageException when the record is at fault, whatever it brought about */
    private void take(Received<Object> received, Headers headers) {
        try {
            switch (received.orRefuse()) {
                case SampleScored scored -> {
                    ledger.scored(scored);
                    traces.note(scored.sample().generationKey(), headers);
                }
                case CalibrationSample sample -> ledger.heldOut(sample);
                case KnowledgeItems items -> ledger.knowledge(items);
                default -> throw new RejectedMessageException("the topic is not the trainer's");
            }
        } catch (RejectedMessageException | UncheckedIOException | SpoolDamagedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RejectedMessageException("the message cannot be dealt with: " + e, e);
        }
    }
}
