package io.tailkeeper.bench.services;

import java.util.Map;

/** A service that reads from the broker; closing it ends it. */
public interface RunningService extends AutoCloseable {

    /** How to start one; the settings of the service by their names without {@code tailkeeper} and the name of the service. */
    interface Start {
        RunningService with(Map<String, String> settings);
    }

    /** A counter of the service, by its name in Prometheus' format; 0 where it has not been counted yet. */
    double counter(String name);

    /** Resident size in bytes; 0 where the system does not tell. */
    long residentBytes();

    /** Seconds that its process has computed, on all cores. */
    double cpuSeconds();

    @Override
    void close();
}
