package io.tailkeeper.flow;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which deliveries of one partition wait for their acknowledgement. Acknowledgements come in any order; what may be committed
 * never passes a record that waits for its own. One that waits long costs nothing for those that come behind it. Not safe for
 * use by several threads.
 */
final class PartitionAcknowledgements {

    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private long lastReceived = -1;
    private long committed = -1;

    /**
     * A delivery without its acknowledgement.
     *
     * @param delivery what is acknowledged
     * @param from offset to read from when it is not: behind the delivery before; -1 where none was
     */
    private record Waiting(Object delivery, long from) {}

    /** A record, or the last one of a batch, was delivered; the delivery is what is acknowledged. */
    void received(long offset, Object delivery) {
        long from = lastReceived < 0 ? -1 : lastReceived + 1;
        if (offset <= lastReceived) { // the position was moved back: what is read again counts again
            waiting.tailMap(offset).clear();
            from = offset;
            committed = -1;
        }
        waiting.put(offset, new Waiting(delivery, from));
        lastReceived = offset;
    }

    /** A delivery from before a rebalance says nothing of the one after it: a batch that ends alike may begin earlier. */
    void acknowledged(long offset, Object delivery) {
        Waiting known = waiting.get(offset);
        if (known != null && known.delivery().equals(delivery)) {
            waiting.remove(offset);
        }
    }

    /** How many deliveries wait for their acknowledgement. */
    int open() {
        return waiting.size();
    }

    /**
     * The offset to commit; empty when there is nothing new.
     *
     * @param position of the consumer
     * @param lastPolled the last record that its polls handed out; -1 for none
     */
    OptionalLong committable(long position, long lastPolled) {
        Map.Entry<Long, Waiting> first = waiting.firstEntry();
        long offset = position;
        if (first != null) {
            offset = Math.max(first.getValue().from(), committed);
        } else if (lastPolled > lastReceived) { // the rest is in the channel's queue
            offset = Math.max(lastReceived < 0 ? -1 : lastReceived + 1, committed);
        }
        return offset < 0 || offset == committed ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    void committed(long offset) {
        committed = offset;
    }
}
