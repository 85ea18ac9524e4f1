package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenerationDecayTest {

    private static SelectionSpecification decaying(@Nullable Double decay) {
        return new SelectionSpecification(
                Method.GENERATION_DECAY, "encoder", 10, null, 0, 1, 1, null, null, null, null, decay, null, null, null);
    }

    private static Selection selected(@Nullable Double decay, double... ages) {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < ages.length; i++) {
            pool.add(new Candidate("run:3:" + i, 0.5, Source.UNKNOWN, i, ages[i]));
        }
        return new ImportanceResampler(decaying(decay), 1, "run").select(pool);
    }

    private static List<Double> weights(Selection selection) {
        return selection.documents().stream().map(Selection.Document::weight).toList();
    }

    @Test
    void aGenerationOlderWeighsHalfAsMuch() {
        Selection selection = selected(null, 0, 1, 2, 2);

        // 1, 1/2, 1/4, 1/4 sum to 2: times 4 / 2
        assertThat(weights(selection)).containsExactly(2.0, 1.0, 0.5, 0.5);
        assertThat(selection.effectiveSampleSize()).isCloseTo(16 / 5.5, within(1e-12));
        assertThat(selection.bias()).isZero();
        assertThat(selection.documents())
                .extracting(each -> each.candidate().sampleId())
                .containsExactly("run:3:0", "run:3:1", "run:3:2", "run:3:3");
    }

    @Test
    void aDecayAboveOneFavoursTheOldest() {
        assertThat(weights(selected(3.0, 0, 1, 0, 1))).containsExactly(0.5, 1.5, 0.5, 1.5);
    }

    @Test
    void textOfOneAgeWeighsAlikeHoweverOldItIs() {
        for (double decay : new double[] {0.01, 100}) {
            assertThat(weights(selected(decay, 1_000, 1_000))).containsExactly(1.0, 1.0);
            assertThat(weights(selected(decay, 0, 1_000)))
                    .as("all weight is the favoured one's, none is lost")
                    .containsExactlyInAnyOrder(2.0, 0.0);
        }
    }

    @Test
    void aSampleWithoutAgeIsNamed() {
        assertThatThrownBy(() -> selected(0.5, 0, Double.NaN))
                .hasMessage("selection: sample run:3:1 has no age, which GENERATION_DECAY weighs by");
    }
}
