package io.tailkeeper.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which records of one partition were received and which of them acknowledged. Acknowledgements come in any order; what may
 * be committed never passes a record that waits for its own. Not safe for use by several threads.
 */
final class PartitionAcknowledgements {

    private final Deque<Long> received = new ArrayDeque<>();
    private final Map<Long, Object> deliveries = new HashMap<>();
    private final Set<Long> acknowledged = new HashSet<>();
    private long lastReceived = -1;
    private long done = -1;
    private long committed = -1;

    /** A record, or the last one of a batch, was delivered; the delivery is what is acknowledged. */
    void received(long offset, Object delivery) {
        if (offset <= lastReceived) { // the position was moved back: what is read again counts again
            received.removeIf(open -> open >= offset);
            deliveries.keySet().removeIf(open -> open >= offset);
            acknowledged.removeIf(open -> open >= offset);
            done = offset;
            committed = -1;
        }
        received.add(offset);
        deliveries.put(offset, delivery);
        lastReceived = offset;
    }

    /** A delivery from before a rebalance says nothing of the one after it: a batch that ends alike may begin earlier. */
    void acknowledged(long offset, Object delivery) {
        if (deliveries.remove(offset, delivery)) {
            acknowledged.add(offset);
        }
        while (!received.isEmpty() && acknowledged.remove(received.peek())) {
            done = received.remove() + 1;
        }
    }

    /** How many received records wait for their acknowledgement. */
    int open() {
        return received.size();
    }

    /**
     * The offset to commit; empty when there is nothing new.
     *
     * @param position of the consumer
     * @param lastPolled the last record that its polls handed out; -1 for none
     */
    OptionalLong committable(long position, long lastPolled) {
        boolean nothingUnderWay = received.isEmpty() && lastPolled <= lastReceived;
        long offset = nothingUnderWay ? position : Math.max(done, committed);
        return offset < 0 || offset == committed ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    void committed(long offset) {
        committed = offset;
    }
}
