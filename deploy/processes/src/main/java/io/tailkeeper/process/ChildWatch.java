package io.tailkeeper.process;

import java.util.function.Consumer;

/** Who is told what happens to a child; by any thread. */
public interface ChildWatch {

    /** One that passes both on. */
    static ChildWatch of(Consumer<String> events, Consumer<String> failures) {
        return new ChildWatch() {
            @Override
            public void event(String message) {
                events.accept(message);
            }

            @Override
            public void failed(String message) {
                failures.accept(message);
            }
        };
    }

    /** Something a person wants to know; the stack goes on. */
    void event(String message);

    /** The child cannot be kept up. */
    void failed(String message);
}
