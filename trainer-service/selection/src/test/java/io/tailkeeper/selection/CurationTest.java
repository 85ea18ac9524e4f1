package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.specification.CurationReward;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CurationTest {

    private static final int DRAWS = 6_000;

    private static SelectionSpecification curation(
            @Nullable Integer candidates, @Nullable Double gamma, @Nullable CurationReward reward) {
        return new SelectionSpecification(
                Method.CURATION, "encoder", 10, null, 0, 1, 1, null, null, null, null, null, candidates, gamma, reward);
    }

    private static List<Candidate> pool(double... rewards) {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            pool.add(new Candidate("run:1:" + (10 + i), 1 - rewards[i], Source.UNKNOWN, i));
        }
        return pool;
    }

    private static List<String> kept(SelectionSpecification specification, long seed, List<Candidate> pool) {
        return new ImportanceResampler(specification, seed, "run")
                .select(pool).documents().stream()
                        .map(document -> document.candidate().sampleId())
                        .toList();
    }

    /** How often each sample of a pool is kept. */
    private static double[] shares(SelectionSpecification specification, List<Candidate> pool) {
        double[] shares = new double[pool.size()];
        for (long seed = 0; seed < DRAWS; seed++) {
            for (String id : kept(specification, seed, pool)) {
                shares[Integer.parseInt(id.substring(6)) - 10] += 1.0 / DRAWS;
            }
        }
        return shares;
    }

    @Test
    void oneOfFourIsKeptBySoftmaxOfItsReward() {
        double[] shares = shares(curation(null, null, null), pool(0, 0.2, 0.4, 0.6));

        // e^0, e^1, e^2, e^3 over their sum 31.193
        assertThat(shares[0]).as("standard error of the last 0.006").isCloseTo(0.0321, within(0.012));
        assertThat(shares[1]).isCloseTo(0.0871, within(0.025));
        assertThat(shares[2]).isCloseTo(0.2369, within(0.025));
        assertThat(shares[3]).isCloseTo(0.6439, within(0.025));
    }

    @Test
    void theStrengthOfPreferenceIsGamma() {
        assertThat(shares(curation(2, 0.0, null), pool(0, 1))[1])
                .as("no preference")
                .isCloseTo(0.5, within(0.025));
        assertThat(shares(curation(2, Math.log(3), null), pool(0, 1))[1])
                .as("3 to 1")
                .isCloseTo(0.75, within(0.025));
        assertThat(shares(curation(2, 1_000.0, null), pool(0, 1))[1]).isEqualTo(1, within(1e-9));
    }

    @Test
    void candidatesMeetByChance() {
        // Two groups of two: the best is kept always, the second best unless it meets the best, 1 of 3 times.
        double[] shares = shares(curation(2, 1_000.0, null), pool(0.1, 0.4, 0.7, 1));

        assertThat(shares[3]).isCloseTo(1, within(1e-9));
        assertThat(shares[2]).isCloseTo(2 / 3.0, within(0.025));
        assertThat(shares[1]).as("1 of 3, where it meets the worst").isCloseTo(1 / 3.0, within(0.025));
        assertThat(shares[0]).isCloseTo(0, within(1e-9));
    }

    @Test
    void asManyAreKeptAsByChance() {
        for (int size : new int[] {1, 3, 5, 6, 10, 23}) {
            List<Candidate> pool = pool(new double[size]);
            SelectionSpecification random = new SelectionSpecification(
                    Method.RANDOM, "encoder", 10, null, 0, 1, 1, null, null, 0.25, null, null, null, null, null);
            assertThat(kept(curation(4, null, null), 1, pool))
                    .as("%s documents", size)
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(kept(random, 1, pool));
        }
    }

    @Test
    void lengthIsTheScoreAndNoDetectorIsRead() {
        List<Candidate> pool = new ArrayList<>();
        for (double score : new double[] {0.5, 1}) {
            pool.add(new Candidate("run:1:" + (10 + pool.size()), score, Source.UNKNOWN, pool.size(), score));
        }
        SelectionSpecification length = curation(2, 1_000.0, CurationReward.LENGTH);
        assertThat(kept(length, 1, pool)).containsExactly("run:1:11");
        assertThat(length.readsScores()).isFalse();
        assertThat(curation(2, 1_000.0, null).readsScores()).isTrue();
        assertThat(kept(curation(2, 1_000.0, null), 1, pool)).containsExactly("run:1:10");
    }

    @Test
    void neitherTheOrderOfArrivalNorANameChangesTheDraw() {
        List<Candidate> pool = pool(new Random(5).doubles(40).toArray());
        List<String> kept = kept(curation(null, null, null), 3, pool);
        Collections.shuffle(pool, new Random(1));

        assertThat(kept(curation(null, null, null), 3, pool)).isEqualTo(kept).hasSize(10);
        assertThat(kept(curation(null, null, null), 4, pool)).isNotEqualTo(kept);
    }

    @Test
    void aSampleWithoutRewardIsNamed() {
        assertThatThrownBy(() -> kept(curation(2, null, CurationReward.LENGTH), 1, pool(1)))
                .hasMessage("selection: sample run:1:10 has no reward, which CURATION draws by");
    }
}
