package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.testing.GoldenRecords;
import io.tailkeeper.contracts.testing.fuzz.ContractReaders;
import io.tailkeeper.contracts.testing.fuzz.Fuzz;
import io.tailkeeper.contracts.testing.fuzz.RecordMutator;
import io.tailkeeper.contracts.testing.fuzz.RecordReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few thousand mutated records; {@code ./tailkeeper bench fuzz} reads as many as one likes. */
class FuzzTest {

    private static final long SEED = 20_261_202;
    private static final int RECORDS = 3_000;

    @Test
    void everyReaderAcceptsOrRefusesEveryRecord() {
        List<RecordReader> readers = ContractReaders.all();
        Fuzz.Result result = new Fuzz(readers).run(SEED, RECORDS);

        assertThat(result.findings())
                .extracting(found -> "record " + found.index() + ", " + found.reader() + ": " + found.what())
                .isEmpty();
        assertThat(result.records()).isEqualTo(RECORDS);
        assertThat(result.accepted() + result.refused()).isEqualTo((long) RECORDS * readers.size());
        assertThat(result.accepted())
                .as("a mutator that makes nothing but garbage shows nothing")
                .isGreaterThan(RECORDS / 20);
    }

    @Test
    void aReaderThatThrowsIsFoundWithTheBytes() {
        RecordReader weak = new RecordReader("weak", (topic, body) -> {
            throw new NumberFormatException("1e999");
        });
        Fuzz.Result result = new Fuzz(List.of(weak)).run(SEED, RECORDS);

        assertThat(result.findings()).hasSize(10);
        Fuzz.Finding first = result.findings().getFirst();
        assertThat(first.what()).isEqualTo("java.lang.NumberFormatException: 1e999");
        assertThat(first.body())
                .isEqualTo(new RecordMutator(SEED).record(first.index()).body());
    }

    @Test
    void theGoldenRecordsAreThoseOfTheFolder() {
        assertThat(GoldenRecords.valid())
                .extracting(golden -> golden.topic().name() + " " + golden.name())
                .isEqualTo(GoldenSamples.valid().stream()
                        .map(golden -> golden.topic().name() + " " + golden.name())
                        .toList());
    }
}
