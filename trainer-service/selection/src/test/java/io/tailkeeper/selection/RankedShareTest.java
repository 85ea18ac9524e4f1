package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankedShareTest {

    private static SelectionSpecification keeping(Method method, @Nullable Double share, @Nullable Double leaveOut) {
        return new SelectionSpecification(
                method, "encoder", 10, null, 0, 1, 1, null, null, share, leaveOut, null, null, null, null);
    }

    private static List<Candidate> pool(double... scores) {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            pool.add(new Candidate("run:1:" + (10 + i), 0.5, Source.UNKNOWN, i, scores[i]));
        }
        return pool;
    }

    private static List<String> kept(SelectionSpecification specification, long seed, List<Candidate> pool) {
        return new ImportanceResampler(specification, seed, "run")
                .select(pool).documents().stream()
                        .map(document -> document.candidate().sampleId())
                        .toList();
    }

    @Test
    void keepsTheMostSurprisingWhateverTheOrderOfArrival() {
        List<Candidate> pool = pool(3, 9, 1, 7, 5, 8);
        SelectionSpecification half = keeping(Method.SURPLEXITY, null, null);

        assertThat(kept(half, 1, pool)).containsExactly("run:1:11", "run:1:13", "run:1:15");
        Collections.shuffle(pool, new Random(3));
        assertThat(kept(half, 7, pool)).containsExactly("run:1:11", "run:1:13", "run:1:15");
        assertThat(kept(keeping(Method.ENTROPY_RATE, 0.2, null), 1, pool))
                .as("1.2 documents")
                .containsExactly("run:1:11");
        assertThat(kept(keeping(Method.SURPLEXITY, 0.5, 1 / 3.0), 1, pool))
                .as("between two quantiles")
                .containsExactly("run:1:10", "run:1:13", "run:1:14");
        assertThat(kept(keeping(Method.SURPLEXITY, 0.01, null), 1, pool))
                .as("never none")
                .hasSize(1);
    }

    @Test
    void keepsWhatSurprisesTheTeacherLeast() {
        List<Candidate> pool = pool(3, 9, 1, 7, 5, 8);

        assertThat(kept(keeping(Method.TEACHER_PERPLEXITY, null, null), 1, pool))
                .containsExactly("run:1:10", "run:1:12", "run:1:14");
        assertThat(kept(keeping(Method.TEACHER_PERPLEXITY, 0.5, 1 / 6.0), 1, pool))
                .as("without the one that surprises it least")
                .containsExactly("run:1:10", "run:1:13", "run:1:14");
    }

    @Test
    void keepsWhatIsMostLikeHumanText() {
        assertThat(kept(keeping(Method.LATENT_FILTER, null, null), 1, pool(-3, -9, -1, -7, -5, -8)))
                .containsExactly("run:1:10", "run:1:12", "run:1:14");
    }

    @Test
    void keepsWhatIsMostLikeTheHumanTextAfterItsPrompt() {
        assertThat(kept(keeping(Method.REFERENCE_OVERLAP, null, null), 1, pool(0.25, 1, 0, 0.6, 0.5, 1)))
                .containsExactly("run:1:11", "run:1:13", "run:1:15");
        assertThat(kept(keeping(Method.REFERENCE_OVERLAP, 0.125, null), 1, pool(0.5, 0.25, 0.75, 0, 0, 0, 0, 0)))
                .as("the paper's share")
                .containsExactly("run:1:12");
    }

    @Test
    void keepsWhatTheDetectorFindsMostLikelyToBeHuman() {
        List<Candidate> pool = new ArrayList<>();
        double[] q = {0.9, 0.1, 0.4, 0.2};
        for (int i = 0; i < q.length; i++) {
            pool.add(new Candidate("run:1:" + i, q[i], Source.SYNTHETIC, i));
        }
        assertThat(kept(keeping(Method.TOP_SHARE, 0.5, null), 1, pool)).containsExactly("run:1:1", "run:1:3");
    }

    @Test
    void chanceKeepsEverySampleEquallyOftenAndEqualScoresLikewise() {
        for (Method method : List.of(Method.RANDOM, Method.SURPLEXITY, Method.REFERENCE_OVERLAP)) {
            int[] kept = new int[5];
            for (long seed = 0; seed < 4_000; seed++) {
                for (String id : kept(keeping(method, 0.4, null), seed, pool(1, 1, 1, 1, 1))) {
                    kept[Integer.parseInt(id.substring(6)) - 10]++;
                }
            }
            for (int count : kept) {
                assertThat(count / 4_000.0).as("standard error 0.008").isCloseTo(0.4, within(0.035));
            }
        }
    }

    @Test
    void whatIsKeptWeighsAlike() {
        Selection selection =
                new ImportanceResampler(keeping(Method.RANDOM, 0.5, null), 1, "run").select(pool(1, 2, 3, 4));

        assertThat(selection.documents()).extracting(Selection.Document::weight).containsExactly(1.0, 1.0);
        assertThat(selection.effectiveSampleSize()).isEqualTo(2);
        assertThat(selection.summary(pool(1, 2, 3, 4), 0).humanShareAfter()).isZero();
    }

    @Test
    void aSampleWithoutScoreIsNamed() {
        assertThatThrownBy(() -> kept(keeping(Method.SURPLEXITY, null, null), 1, pool(1, Double.NaN)))
                .hasMessage("selection: sample run:1:11 has no score, which SURPLEXITY ranks by");
    }
}
