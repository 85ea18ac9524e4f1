package io.tailkeeper.trainer.kafka;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Messages of which only the newest matters, sent one at a time: what comes while one is on its way replaces what waits. So
 * an absent receiver holds nobody up and fills no memory. Safe for use by several threads.
 */
final class NewestOnly<T> {

    private final Function<T, Uni<Void>> send;
    private final AtomicReference<T> newest = new AtomicReference<>();
    private final AtomicBoolean underWay = new AtomicBoolean();

    /** @param send sends a message; a failure is a loss */
    NewestOnly(Function<T, Uni<Void>> send) {
        this.send = send;
    }

    /** Sends a message now or when the one before has arrived or is lost; returns at once. */
    void offer(T message) {
        newest.set(message);
        sendNewest();
    }

    private void sendNewest() {
        while (newest.get() != null && underWay.compareAndSet(false, true)) {
            T message = newest.getAndSet(null);
            if (message != null) {
                send.apply(message).subscribe().with(_ -> done(), _ -> done());
                return;
            }
            underWay.set(false);
        }
    }

    private void done() {
        underWay.set(false);
        sendNewest();
    }
}
