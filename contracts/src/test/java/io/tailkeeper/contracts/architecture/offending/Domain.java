package io.tailkeeper.contracts.architecture.offending;

import io.tailkeeper.contracts.architecture.offending.kafka.Sender;

/** Knows a technology, and so is no plain domain. */
public class Domain {

    private final Sender sender = new Sender();

    public void finish() {
        sender.sendAndForget("done");
    }
}
