package io.tailkeeper.local.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;

/** Who has a transaction open on a partition, and how it can be ended. */
final class OpenTransactions {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Admin admin;
    private final String bootstrapServers;

    OpenTransactions(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /** What a person is told of the oldest one on a partition; empty when there is none any more. */
    Optional<String> describe(TopicPartition partition) throws InterruptedException, ExecutionException {
        Optional<ProducerState> oldest = oldest(partition);
        if (oldest.isEmpty()) {
            return Optional.empty();
        }
        long producerId = oldest.get().producerId();
        Optional<TransactionListing> owner = admin
                .listTransactions(new ListTransactionsOptions().filterProducerIds(Set.of(producerId)))
                .all()
                .get()
                .stream()
                .findFirst();
        return Optional.of("readers of " + name(partition) + " have been held up for " + HeldUp.PATIENCE.toSeconds()
                + " s:\n  producer " + producerId
                + (owner.isPresent()
                        ? owned(owner.get().transactionalId())
                        : orphaned(partition, start(oldest.get()))));
    }

    private Optional<ProducerState> oldest(TopicPartition partition) throws InterruptedException, ExecutionException {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .min(Comparator.comparingLong(OpenTransactions::start));
    }

    private static long start(ProducerState producer) {
        return producer.currentTransactionStartOffset().orElseThrow();
    }

    private String owned(String transactionalId) throws InterruptedException, ExecutionException {
        TransactionDescription transaction = admin.describeTransactions(List.of(transactionalId))
                .description(transactionalId)
                .get();
        return ", transactional.id \"" + transactionalId + "\", leaves a transaction open;"
                + "\n  it ends when that program goes on or is started again," + ends(transaction);
    }

    private static String ends(TransactionDescription transaction) {
        long seconds = Duration.ofMillis(transaction.transactionTimeoutMs()).toSeconds();
        OptionalLong begin = transaction.transactionStartTimeMs();
        return "\n  or by itself " + seconds + " s after it was begun"
                + (begin.isEmpty() ? "" : " at " + TIME.format(Instant.ofEpochMilli(begin.getAsLong())));
    }

    private String orphaned(TopicPartition partition, long offset) {
        return " left a transaction open that no transactional.id owns; end it with"
                + "\n  kafka-transactions.sh --bootstrap-server " + bootstrapServers + " abort --topic "
                + partition.topic() + " --partition " + partition.partition() + " --start-offset " + offset;
    }

    static String name(TopicPartition partition) {
        return "partition " + partition.partition() + " of " + partition.topic();
    }
}
