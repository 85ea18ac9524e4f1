package io.tailkeeper.process;

import java.util.Optional;

/** A part of the stack that runs as a process of its own and listens on one port. */
public interface Role {

    /** Name in messages, and of log and folder. */
    String name();

    /** How it is started to listen on a port; called again with another one when that is taken. */
    ChildSpecification specification(int port);

    /** Whether it serves on the port. */
    boolean ready(int port);

    /** What keeps it from serving, as far as it can say itself; empty when it serves. */
    default Optional<String> fault(int port) {
        return ready(port) ? Optional.empty() : Optional.of("it does not answer on port " + port);
    }
}
