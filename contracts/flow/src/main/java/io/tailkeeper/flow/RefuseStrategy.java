package io.tailkeeper.flow;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * The failure strategy {@code refuse}: a record that was nacked because it is wrong in itself becomes a dead letter and
 * counts as acknowledged. Whatever else a handler throws is no fault of the record: the service fails, and its next start reads
 * the record again.
 */
final class RefuseStrategy implements KafkaFailureHandler {

    /** The name of the strategy. */
    static final String STRATEGY = "refuse";

    private final String channel;
    private final DeadLetters letters;
    private final Supervision supervision;

    private RefuseStrategy(String channel, DeadLetters letters, Supervision supervision) {
        this.channel = channel;
        this.letters = letters;
        this.supervision = supervision;
    }

    /** Makes the strategy of each channel. */
    @ApplicationScoped
    @Identifier(STRATEGY)
    static class Factory implements KafkaFailureHandler.Factory {

        private final DeadLetters letters;
        private final Supervision supervision;

        Factory(DeadLetters letters, Supervision supervision) {
            this.letters = letters;
            this.supervision = supervision;
        }

        @Override
        public KafkaFailureHandler create(
                KafkaConnectorIncomingConfiguration configuration,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new RefuseStrategy(configuration.getChannel(), letters, supervision);
        }
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> nacked, Throwable reason, Metadata metadata) {
        if (reason instanceof RejectedMessageException refusal) {
            return letters.refuse(IncomingRecords.original(nacked), refusal)
                    .chain(() -> Uni.createFrom().completionStage(nacked::ack))
                    .emitOn(nacked::runOnMessageContext);
        }
        supervision.fail(
                channel + " cannot deal with " + nacked.getTopic() + "-" + nacked.getPartition() + "@"
                        + nacked.getOffset() + ": " + reason,
                reason);
        return Uni.createFrom().voidItem();
    }
}
