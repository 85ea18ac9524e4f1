package io.tailkeeper.local.stack;

import java.time.Duration;

/** A part of the stack that runs as a process of its own and listens on one port. */
interface Role {

    /** Name in messages, and of log and folder. */
    String name();

    /** How it is started to listen on a port; called again with another one when that is taken. */
    ChildSpecification specification(int port);

    /** Whether it serves on the port. */
    boolean ready(int port);

    /** How long a start may take on a busy machine. */
    Duration patience();
}
