package io.tailkeeper.local.stack;

import io.tailkeeper.process.ChildStatus;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Broker and services that experiments run on, as whoever follows an experiment sees them. */
public interface Installation {

    /** Settings of a Kafka client: {@code bootstrap.servers}, and what the brokers ask of who connects. */
    Map<String, Object> kafka();

    /** Host and port of the brokers. */
    default String bootstrapServers() {
        return String.valueOf(kafka().get("bootstrap.servers"));
    }

    /** Where the metrics service answers HTTP. */
    URI api();

    /** Where those services answer whose counters are read. */
    List<URI> services();

    /** Why it cannot go on; empty while all is well, as far as can be seen from here. */
    Optional<String> failure();

    /** Its processes on this machine. */
    List<ChildStatus> children();

    /** Whether others may be running experiments on it: then a long silence may only mean that they come first. */
    boolean shared();

    /** What tells more when nothing happens any more. */
    String hint();
}
