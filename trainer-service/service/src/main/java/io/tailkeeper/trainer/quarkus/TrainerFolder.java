package io.tailkeeper.trainer.quarkus;

import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.Patience;
import io.tailkeeper.trainer.TrainerDirectory;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The trainer's folder, what it knows from it, and the consumer group whose offsets stand for its spools. */
class TrainerFolder {

    @Produces
    @Singleton
    TrainerDirectory directory(TrainerSettings settings) {
        return new TrainerDirectory(settings.directory());
    }

    void close(@Disposes TrainerDirectory directory) {
        directory.close();
    }

    /** What runs may have read, beside the folder of its own. */
    @Produces
    @Singleton
    AllowedRoots allowed(TrainerSettings settings) {
        return AllowedRoots.of(settings.allowedRoots().orElse(List.of()));
    }

    @Produces
    @Singleton
    Ledger ledger(TrainerDirectory directory) {
        return new Ledger(directory);
    }

    void close(@Disposes Ledger ledger) {
        ledger.close();
    }

    @Produces
    @Singleton
    Patience patience(TrainerSettings settings) {
        return new Patience(settings.directory());
    }

    /** A fresh folder reads from the beginning; a folder has one trainer, so it is a static member of its own group. */
    @Produces
    @Singleton
    @Identifier("samples-in")
    Map<String, Object> group(TrainerDirectory directory) {
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                "trainer-" + directory.identity(),
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                "samples-in");
    }
}
