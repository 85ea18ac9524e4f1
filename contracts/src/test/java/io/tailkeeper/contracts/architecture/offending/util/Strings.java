package io.tailkeeper.contracts.architecture.offending.util;

import io.tailkeeper.contracts.architecture.offending.kafka.Sender;

/** Lies in a drawer, and needs the package that needs it. */
public class Strings {

    public String repeat(String message) {
        return message + message + Sender.class.getSimpleName();
    }
}
