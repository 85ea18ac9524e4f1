package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.specification.RunSpecification;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CorporaTest {

    private static final int DOCUMENTS = 2_000;

    private final AtomicInteger readings = new AtomicInteger();

    private Corpora corpora(long room) {
        CorpusSource counted = (request, into) -> {
            readings.incrementAndGet();
            Fixtures.corpus(DOCUMENTS).read(request, into);
        };
        return new Corpora(counted, counted, size -> new ByteVocabulary(), room);
    }

    private static RunSpecification seeded(long seed) {
        RunSpecification tiny = Fixtures.specification(Fixtures.DATA);
        return new RunSpecification(
                tiny.corpus(),
                tiny.generations(),
                tiny.data(),
                tiny.text(),
                tiny.restart(),
                tiny.model(),
                tiny.decoding(),
                tiny.selection(),
                tiny.loss(),
                tiny.baseTraining(),
                tiny.training(),
                seed);
    }

    private void takeTurns(Corpora corpora, int seeds) {
        for (int turn = 0; turn < 3; turn++) {
            for (int seed = 0; seed < seeds; seed++) {
                assertThat(corpora.of(seeded(seed)).size(Partition.TRAIN)).isPositive();
            }
        }
    }

    @Test
    void runsOfThreeSeedsThatTakeTurnsReadTheirCorporaOnce() {
        takeTurns(corpora(0), 3);

        assertThat(readings).hasValue(3);
    }

    @Test
    void smallCorporaOfMoreSeedsAreAllKept() {
        takeTurns(corpora(Long.MAX_VALUE), 5);

        assertThat(readings).hasValue(5);
    }

    @Test
    void largeOnesAreReadAgainInsteadOfFillingTheMemory() {
        takeTurns(corpora(1), 5);

        assertThat(readings).hasValue(15);
    }

    @Test
    void aSeedDividesTheCorpusInItsOwnWay() {
        Corpora corpora = corpora(0);

        assertThat(corpora.of(seeded(1)).size(Partition.TEST))
                .isNotEqualTo(corpora.of(seeded(2)).size(Partition.TEST));
    }
}
