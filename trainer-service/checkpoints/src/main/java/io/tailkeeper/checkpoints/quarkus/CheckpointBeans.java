package io.tailkeeper.checkpoints.quarkus;

import io.tailkeeper.checkpoints.CheckpointCache;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.checkpoints.StoreAddress;
import io.tailkeeper.checkpoints.StorePatience;
import io.tailkeeper.checkpoints.s3.S3Store;
import io.tailkeeper.flow.Supervision;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The checkpoints of a service, and its patience with their store. */
@Singleton
final class CheckpointBeans {

    @Produces
    @Singleton
    static Checkpoints checkpoints(CheckpointSettings settings) {
        if (settings.store().equals("file:")) {
            return Checkpoints.onDisk();
        }
        StoreAddress address = StoreAddress.of(settings.store());
        S3Store.Place place =
                new S3Store.Place(settings.endpoint().orElse(null), settings.region(), settings.pathStyle());
        return Checkpoints.in(
                address,
                new S3Store(address.bucket(), place),
                new CheckpointCache(settings.cache(), settings.cacheSize().asLongValue()),
                settings.largest().asLongValue());
    }

    static void close(@Disposes Checkpoints checkpoints) {
        checkpoints.close();
    }

    @Produces
    @Singleton
    static StorePatience patience(Supervision supervision) {
        StorePatience patience = new StorePatience();
        supervision.readyWhen("checkpoints", patience::problem);
        return patience;
    }
}
