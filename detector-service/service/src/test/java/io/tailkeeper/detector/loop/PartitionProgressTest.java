package io.tailkeeper.detector.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.loop.PartitionProgress.Committed;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {

    private static final GenerationKey A = new GenerationKey("a-run", 1);
    private static final GenerationKey B = new GenerationKey("b-run", 12);

    @Test
    void withoutWaitingItIsAPlainOffset() {
        PartitionProgress progress = new PartitionProgress(5);
        progress.read(20, generation -> true);
        assertThat(progress.committable()).isEqualTo(new Committed(20, ""));
        assertThat(progress.isDone(19, A)).isTrue();
        assertThat(progress.isDone(20, A)).isFalse();
    }

    @Test
    void commitsTheFirstWaitingOffsetAndRemembersTheRest() {
        PartitionProgress progress = waiting();
        Committed committed = progress.committable();
        assertThat(committed.offset()).isEqualTo(7);

        PartitionProgress restored = PartitionProgress.of(committed);

        assertThat(restored.committable()).isEqualTo(committed);
        assertThat(restored.isDone(8, B)).as("scored before B began to wait").isTrue();
        assertThat(restored.isDone(7, A)).isFalse();
        assertThat(restored.isDone(15, A)).isFalse();
        assertThat(restored.isDone(11, B)).isFalse();
        assertThat(restored.isDone(11, new GenerationKey("c-run", 1))).isTrue();
        assertThat(restored.isDone(19, null))
                .as("unreadable records before the end")
                .isTrue();
        assertThat(restored.isDone(20, null)).isFalse();
    }

    @Test
    void aReadyGenerationIsReadAgainFromItsOwnOffset() {
        PartitionProgress progress = waiting();
        assertThat(progress.rewind(generation -> false)).isEmpty();
        assertThat(progress.rewind(B::equals)).hasValue(10);

        progress.read(14, B::equals);
        assertThat(progress.isDone(13, B)).isTrue();
        assertThat(progress.isDone(14, B)).isFalse();
        assertThat(progress.committable().offset()).as("A still waits").isEqualTo(7);

        progress.read(20, B::equals);
        assertThat(progress.waiting()).containsExactly(A);
        assertThat(progress.waitingRecords()).as("7 to 19").isEqualTo(13);
    }

    @Test
    void aGenerationThatBecomesReadyInTheMiddleOfAPassWaitsForTheRewind() {
        PartitionProgress progress = waiting();
        assertThat(progress.rewind(B::equals)).hasValue(10);
        assertThat(progress.waitsFromBefore(A)).isTrue();
        progress.read(16, generation -> true);
        assertThat(progress.isDone(8, A)).isFalse();
        assertThat(progress.rewind(A::equals)).hasValue(7);
    }

    @Test
    void readsOnWhereOnlyATransactionsMarkerStands() {
        PartitionProgress progress = waiting();
        assertThat(progress.rewind(B::equals)).hasValue(10);
        progress.read(14, B::equals); // 14 is a marker: the next record is 15
        assertThat(progress.rewind(B::equals)).isEmpty();
        assertThat(progress.waitsFromBefore(B)).isFalse();
        progress.read(20, B::equals);
        assertThat(progress.waiting()).containsExactly(A);
    }

    @Test
    void metadataOfOthersIsReadAsNone() {
        PartitionProgress progress = PartitionProgress.of(new Committed(9, "something else"));
        assertThat(progress.committable()).isEqualTo(new Committed(9, ""));
    }

    @Test
    void theFullestMetadataFitsIntoACommit() {
        PartitionProgress progress = new PartitionProgress(0);
        for (int i = 0; progress.hasRoomFor(new GenerationKey("r", 1_001 - i)); i++) {
            progress.waits(new GenerationKey("r".repeat(78) + (10 + i), 1_001), Long.MAX_VALUE / 10);
        }
        progress.read(Long.MAX_VALUE / 10 + 1, generation -> false);
        assertThat(progress.waiting()).hasSize(PartitionProgress.MAX_WAITING);
        assertThat(progress.hasRoomFor(new GenerationKey("r".repeat(78) + 10, 1_001)))
                .isTrue();
        assertThat(progress.committable().metadata()).hasSizeLessThan(4_096);
        assertThat(PartitionProgress.of(progress.committable()).waiting()).hasSize(PartitionProgress.MAX_WAITING);
    }

    private static PartitionProgress waiting() {
        PartitionProgress progress = new PartitionProgress(0);
        progress.waits(A, 7);
        progress.waits(B, 10);
        progress.read(20, generation -> false);
        return progress;
    }
}
