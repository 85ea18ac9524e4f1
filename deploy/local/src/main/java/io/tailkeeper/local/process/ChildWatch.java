package io.tailkeeper.local.process;

/** Who is told what happens to a child; by any thread. */
public interface ChildWatch {

    /** Something a person wants to know; the stack goes on. */
    void event(String message);

    /** The child cannot be kept up. */
    void failed(String message);
}
