package io.tailkeeper.contracts.architecture.offending;

import io.tailkeeper.contracts.architecture.offending.kafka.Sender;
import org.jboss.logging.Logger;

/** Knows a technology and the container's logging, and so is no plain domain. */
public class Domain {

    private final Sender sender = new Sender();

    public void finish() {
        sender.sendAndForget("done");
        Logger.getLogger(Domain.class).info("done");
    }
}
