package io.tailkeeper.flow;

import io.tailkeeper.contracts.topics.ReadingGuard;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;

/**
 * The record that is being read right now, marked in a mapped file, which outlives the process however that ends: 8 bytes
 * fingerprint of the record, 8 bytes fingerprint of the one that the process ended at before, 8 bytes how often. A record
 * that has ended it {@value #DEATHS} times is refused.
 */
final class ReadingMark implements ReadingGuard {

    static final int DEATHS = 2;

    private static final Logger LOG = Logger.getLogger(ReadingMark.class);
    private static final int SIZE = 3 * Long.BYTES;

    private final MappedByteBuffer file;
    private final Consumer<Error> failed;
    private final CRC32C checksum = new CRC32C();

    /** The mark in an open file; what an earlier process left in it is counted. */
    ReadingMark(FileChannel channel, Consumer<Error> failed) throws IOException {
        this.failed = failed;
        takeItsSpace(channel);
        file = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
        long left = file.getLong(0);
        if (left != 0) {
            file.putLong(2 * Long.BYTES, left == file.getLong(Long.BYTES) ? file.getLong(2 * Long.BYTES) + 1 : 1);
            file.putLong(Long.BYTES, left);
            file.putLong(0, 0);
            LOG.warnf(
                    "the process ended while it read a record; that was time %d for it", file.getLong(2 * Long.BYTES));
        }
    }

    /** On a full disk this is an exception; a mapped page without a block would end each reading with a fault of the memory. */
    private static void takeItsSpace(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(SIZE);
        channel.read(content, 0);
        content.clear();
        channel.write(content, 0);
    }

    @Override
    public void begin(String topic, byte[] body) {
        long fingerprint = fingerprint(topic, body);
        if (fingerprint == file.getLong(Long.BYTES) && file.getLong(2 * Long.BYTES) >= DEATHS) {
            throw new RejectedMessageException(
                    "the record is quarantined: this service ended " + file.getLong(2 * Long.BYTES)
                            + " times while it read it; look at the service's log of those times");
        }
        file.putLong(0, fingerprint);
    }

    private long fingerprint(String topic, byte[] body) {
        checksum.reset();
        checksum.update(body);
        int about = 31 * topic.hashCode() + body.length;
        return (checksum.getValue() << 32) | Integer.toUnsignedLong(about) | 1; // 0 marks nothing
    }

    @Override
    public void end() {
        file.putLong(0, 0);
    }

    @Override
    public void failed(Error error) {
        failed.accept(error);
    }
}
