package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionAcknowledgementsTest {

    private final PartitionAcknowledgements partition = new PartitionAcknowledgements();

    private void receive(long... offsets) {
        LongStream.of(offsets).forEach(offset -> partition.received(offset, "first"));
    }

    private void acknowledge(long offset) {
        partition.acknowledged(offset, "first");
    }

    private OptionalLong committable(long position, long lastPolled) {
        OptionalLong offset = partition.committable(position, lastPolled);
        offset.ifPresent(partition::committed);
        return offset;
    }

    @Test
    void acknowledgementsInAnyOrderCommitUpToTheFirstThatIsMissing() {
        receive(10, 11, 13);

        acknowledge(13);
        acknowledge(11);
        assertThat(committable(14, 13)).isEmpty();

        acknowledge(10);
        assertThat(committable(15, 13)).as("the position, behind a marker").hasValue(15);
        assertThat(committable(15, 13)).as("nothing new").isEmpty();
    }

    @Test
    void aRecordThatWaitsHoldsTheCommitBeforeIt() {
        receive(0, 1, 2);

        acknowledge(0);
        acknowledge(2);

        assertThat(committable(3, 2)).hasValue(1);
        assertThat(partition.open()).as("2 is done").isEqualTo(1);
    }

    @Test
    void whatWasPolledButNotReceivedYetIsNotCommitted() {
        receive(5);
        acknowledge(5);

        assertThat(committable(9, 8)).as("6 to 8 wait in the channel's queue").hasValue(6);

        receive(6, 7, 8);
        LongStream.of(6, 7, 8).forEach(this::acknowledge);
        assertThat(committable(9, 8)).hasValue(9);
    }

    @Test
    void aNewRecordTakesNothingBackThatWasCommittedBehindAMarker() {
        receive(5);
        acknowledge(5);
        assertThat(committable(7, 5)).hasValue(7);

        receive(7);

        assertThat(committable(8, 7)).isEmpty();
    }

    @Test
    void theLastRecordOfABatchStandsForItsBatch() {
        receive(99); // of a batch of records 40 to 99

        assertThat(committable(100, 99)).isEmpty();

        acknowledge(99);
        assertThat(committable(100, 99)).hasValue(100);
    }

    @Test
    void whatIsReadAgainAfterTheConsumerWasMovedBackCountsAgain() {
        receive(0, 1, 2);
        LongStream.of(0, 1, 2).forEach(this::acknowledge);
        assertThat(committable(3, 2)).hasValue(3);

        receive(0);
        assertThat(committable(1, 0)).as("0 waits again").hasValue(0);

        acknowledge(0);
        assertThat(committable(1, 0)).hasValue(1);
    }

    @Test
    void anAcknowledgementOfWhatWasNeverReceivedChangesNothing() {
        acknowledge(3);
        assertThat(partition.open()).isZero();
        receive(5);
        acknowledge(4);
        assertThat(committable(6, 5)).isEmpty();
    }

    @Test
    void aPartitionWithoutRecordsIsCommittedAtItsPosition() {
        assertThat(committable(4, -1)).hasValue(4);
        assertThat(new PartitionAcknowledgements().committable(-1, -1))
                .as("no position known")
                .isEmpty();
    }

    @Test
    void anAcknowledgementFromBeforeARebalanceSaysNothingOfTheDeliveryAfterIt() {
        partition.received(99, "records 0 to 99, delivered again");

        partition.acknowledged(99, "records 60 to 99, delivered before");
        assertThat(committable(100, 99)).isEmpty();

        partition.acknowledged(99, "records 0 to 99, delivered again");
        assertThat(committable(100, 99)).hasValue(100);
    }
}
