package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.specification.Draw;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContractionTest {

    private static List<Candidate> pool(double... logWeights) {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < logWeights.length; i++) {
            Source source = i % 2 == 0 ? Source.HUMAN : Source.SYNTHETIC;
            pool.add(new Candidate("run:1:" + (10 + i), i % 2, source, i, logWeights[i]));
        }
        return pool;
    }

    private static Selection drawn(Draw draw, long seed, List<Candidate> pool) {
        SelectionSpecification specification =
                new SelectionSpecification(Method.CONTRACTION, "encoder", 10, null, 0, 1, 3, 1.0, draw);
        return new ImportanceResampler(specification, seed, "run").select(pool);
    }

    private static int[] copies(Selection selection, int pooled) {
        int[] copies = new int[pooled];
        selection.documents().forEach(each -> copies[(int) each.candidate().position()]++);
        return copies;
    }

    @Test
    void drawsEachDocumentAsOftenAsItsWeightAsksForWhateverADetectorSays() {
        // weights 6, 2, 2, 2: of four documents 2, 2/3, 2/3 and 2/3 copies
        double[] logWeights = {0, -Math.log(3), -Math.log(3), -Math.log(3)};
        int[] drawn = new int[4];
        for (long seed = 0; seed < 3_000; seed++) {
            Selection selection = drawn(Draw.RESIDUAL, seed, pool(logWeights));
            assertThat(selection.documents()).hasSize(4).allMatch(each -> each.weight() == 1);
            int[] copies = copies(selection, 4);
            assertThat(copies[0]).isEqualTo(2);
            for (int i = 0; i < 4; i++) {
                drawn[i] += copies[i];
            }
        }
        for (int i = 1; i < 4; i++) {
            assertThat(drawn[i] / 3_000.0).as("standard error 0.009").isCloseTo(2 / 3.0, within(0.04));
        }
    }

    @Test
    void saysTheEffectiveSampleSizeAndNothingOfWhoWrote() {
        Selection selection = drawn(Draw.RESIDUAL, 1, pool(0, -Math.log(3), -Math.log(3), -Math.log(3)));

        assertThat(selection.effectiveSampleSize()).as("12^2 / (36 + 12)").isCloseTo(3, within(1e-12));
        assertThat(selection.bias()).isZero();
        assertThat(selection.humans()).isNull();
    }

    @Test
    void equalWeightsDrawEveryDocumentOnceByEitherDraw() {
        for (Draw draw : Draw.values()) {
            assertThat(copies(drawn(draw, 5, pool(0, 0, 0, 0, 0)), 5)).containsOnly(1);
        }
    }

    @Test
    void theOrderOfArrivalChangesNothing() {
        List<Candidate> pool = pool(0, -1, -2, -0.5, -4, -0.1);
        List<Selection.Document> expected = drawn(Draw.PUBLISHED, 9, pool).documents();
        Collections.shuffle(pool, new Random(2));
        assertThat(drawn(Draw.PUBLISHED, 9, pool).documents()).isEqualTo(expected);
    }

    @Test
    void aSampleWithoutWeightIsNamed() {
        assertThatThrownBy(() -> drawn(Draw.RESIDUAL, 1, pool(0, Double.NaN)))
                .hasMessage("selection: sample run:1:11 has no weight, which CONTRACTION draws by");
    }
}
