package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongWaitTest {

    @Test
    void aRecordThatWaitsLongCostsNothingForThoseBehindIt() {
        PartitionAcknowledgements partition = new PartitionAcknowledgements();
        partition.received(7, "first of a part");
        for (long offset = 8; offset < 3_000_000; offset++) {
            partition.received(offset, "behind");
            partition.acknowledged(offset, "behind");
        }
        assertThat(partition.open()).isEqualTo(1);
        assertThat(partition.committable(3_000_000, 2_999_999)).isEmpty();

        partition.acknowledged(7, "first of a part");

        assertThat(partition.committable(3_000_000, 2_999_999)).hasValue(3_000_000);
    }
}
