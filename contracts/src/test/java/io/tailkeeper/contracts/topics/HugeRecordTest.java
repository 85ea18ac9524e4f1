package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A body of 8 MiB takes no more memory to refuse than a good one to read. What a thread allocates is an upper bound of what
 * it ever holds, and near to the work it does; unlike time it is the same on every machine.
 */
class HugeRecordTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long MAX_FOR_A_WRONG_ONE = 128;

    /** Wrong batches; made when they are needed, because each is large. */
    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(
                        "millions of numbers",
                        () -> samples(4_190_000, i -> "0"),
                        "has more than 65536 entries: /samples"),
                wrong(
                        "millions of empty objects",
                        () -> samples(2_790_000, i -> "{}"),
                        "has more than 65536 entries: /samples"),
                wrong(
                        "documents without anything",
                        () -> samples(65_536, i -> "{}"),
                        "/samples/0: required property 'sampleId'"),
                wrong(
                        "numbers for documents",
                        () -> samples(65_536, i -> "0"),
                        "/samples/0: integer found, object expected"),
                wrong(
                        "lists of lists",
                        () -> samples(60, i -> "[" + "0,".repeat(65_000) + "0]"),
                        "is beyond what is read: it has 1310721 values and brackets"),
                wrong(
                        "a wide object",
                        () -> "{" + list(600_000, i -> "\"n" + i + "\":0") + "}",
                        "has more than 256 fields: /n256"),
                wrong(
                        "as many names as are read",
                        () -> samples(2_500, k -> "{" + list(250, i -> "\"n" + (250 * k + i) + "\":0") + "}"),
                        "/samples/0: required property 'sampleId' not found"),
                wrong(
                        "as many objects as are read",
                        () -> samples(5, k -> "[" + list(65_000, i -> "{\"a\":0}") + "]"),
                        "/samples/0: array found, object expected"),
                wrong(
                        "a long number",
                        () -> "{\"runId\":" + "1".repeat(8_000_000) + "}",
                        "is beyond what is read: a number has "),
                wrong(
                        "a long name",
                        () -> "{\"" + "a".repeat(8_000_000) + "\":0}",
                        "is beyond what is read: a name has "),
                wrong(
                        "a long text",
                        () -> "{\"runId\":\"" + "a".repeat(8_000_000) + "\"}",
                        "/runId: does not match the regex"));
    }

    private static Arguments wrong(String name, Supplier<String> body, String reason) {
        return Arguments.of(Named.of(name, body), reason);
    }

    private static String list(int entries, IntFunction<String> entry) {
        return IntStream.range(0, entries).mapToObj(entry).collect(Collectors.joining(","));
    }

    private static String samples(int entries, IntFunction<String> entry) {
        return "{\"runId\":\"r\",\"generation\":1,\"sequence\":0,\"batches\":1,\"samples\":[" + list(entries, entry)
                + "]}";
    }

    private static long allocatedMebibytes(Runnable work) {
        work.run(); // loads classes and schemas
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / MEBIBYTE;
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void takesLessMemoryToRefuseThanAGoodOneToRead(Supplier<String> wrong, String reason) {
        byte[] body = wrong.get().getBytes(StandardCharsets.UTF_8);
        assertThat(body.length).isLessThanOrEqualTo(ContractJson.MAXIMUM_BYTES);

        long allocated =
                allocatedMebibytes(() -> assertThatThrownBy(() -> ContractJson.read(Topics.BATCHES_WEIGHTED, body))
                        .isInstanceOf(RejectedMessageException.class)
                        .hasMessageContaining(reason));
        assertThat(allocated).as("MiB allocated").isLessThan(MAX_FOR_A_WRONG_ONE);
    }

    /** The limits leave room for the largest batch, even where a later release adds a field to each document. */
    @Test
    void theLargestBatchIsRead() {
        String document = new String(
                ContractJson.write(new WeightedSample("s", "", "", 1, 0, Provenance.Source.UNKNOWN)),
                StandardCharsets.UTF_8);
        byte[] body =
                samples(65_536, i -> document.replace("}", ",\"later\":true}")).getBytes(StandardCharsets.UTF_8);

        long allocated = allocatedMebibytes(() -> {
            WeightedBatch batch = ContractJson.read(Topics.BATCHES_WEIGHTED, body);
            assertThat(batch.samples()).hasSize(65_536);
        });
        assertThat(allocated).as("MiB allocated").isGreaterThan(MAX_FOR_A_WRONG_ONE);
    }

    @Test
    void aListTooLongIsRefusedByItsRecordToo() {
        WeightedSample sample = new WeightedSample("s", "", "", 1, 0, Provenance.Source.UNKNOWN);
        assertThatThrownBy(() -> new WeightedBatch("r", 1, 0, 1, Collections.nCopies(65_537, sample)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("samples has 65537 entries; allowed are 1 to 65536");
    }
}
