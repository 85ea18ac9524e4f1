package io.tailkeeper.pretrained.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.ScoreCurve;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.measures.RocCurve;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LikelihoodDetectorTest {

    /** Bytes alone: a text is as many tokens as it has characters. */
    private static final int VOCABULARY = 257;

    /** The first tokens are the characters from '!' to '~'. */
    private static final int VISIBLE = 94;

    private static final int LENGTH = 48;

    private static PretrainedModel performer;
    private static ModelPair pair;

    @BeforeAll
    static void make() {
        performer = TinyModels.of(LENGTH, VOCABULARY, 2);
        pair = new ModelPair(TinyModels.of(LENGTH, VOCABULARY, 1), performer);
    }

    @AfterAll
    static void free() {
        pair.close();
    }

    /** Texts of visible characters, every second one drawn by the performer, the others at random. */
    private static List<LabelledText> texts(int count, long seed) {
        Random random = new Random(seed);
        int[][] rows = new int[count][1];
        for (int length = 1; length < LENGTH; length++) {
            double[][][] logits = TinyModels.logits(performer.model(), rows);
            for (int row = 0; row < count; row++) {
                int token = row % 2 == 0
                        ? draw(TinyModels.probabilities(logits[row][length - 1], VISIBLE), random)
                        : random.nextInt(VISIBLE);
                rows[row] = Arrays.copyOf(rows[row], length + 1);
                rows[row][length] = token;
            }
        }
        List<LabelledText> texts = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            String text = new String(performer.tokenizer().bytes(rows[row]), StandardCharsets.US_ASCII);
            texts.add(new LabelledText(text, row % 2 == 0, "drawn", ""));
        }
        return texts;
    }

    private static int draw(double[] probabilities, Random random) {
        double rest = random.nextDouble();
        int token = 0;
        while (token < probabilities.length - 1 && rest >= probabilities[token]) {
            rest -= probabilities[token++];
        }
        return token;
    }

    @Test
    void tellsWhatThePerformerWroteFromWhatItDidNot() {
        List<LabelledText> fit = texts(60, 1);
        List<LabelledText> others = texts(60, 2);
        for (LikelihoodScore score : LikelihoodScore.values()) {
            LikelihoodDetector detector = LikelihoodDetector.fit(pair, score, fit);
            double[] logits = new double[others.size()];
            boolean[] truth = new boolean[others.size()];
            int right = 0;
            for (int i = 0; i < logits.length; i++) {
                logits[i] = detector.logit(others.get(i).text());
                truth[i] = others.get(i).machineWritten();
                right += truth[i] == logits[i] > 0 ? 1 : 0;
            }
            assertThat(RocCurve.of(logits, truth).auroc()).as(score.name()).isGreaterThan(0.95);
            assertThat(right).as(score.name()).isGreaterThan(50);
        }
        assertThat(LikelihoodDetector.fit(pair, LikelihoodScore.CURVATURE, fit)
                        .curve()
                        .slope())
                .as("machine-written texts have more curvature")
                .isPositive();
        assertThat(LikelihoodDetector.fit(pair, LikelihoodScore.BINOCULARS, fit)
                        .curve()
                        .slope())
                .as("and a lower ratio")
                .isNegative();
    }

    @Test
    void theScoresAreThoseOfTheirPapers() {
        TokenSums sums = new TokenSums(10, -30, -40, 4);
        assertThat(LikelihoodScore.CURVATURE.of(sums)).isCloseTo(10 / 2.0, within(1e-12));
        assertThat(LikelihoodScore.BINOCULARS.of(sums)).isCloseTo(3.0 / 4.0, within(1e-12));
        TokenSums certain = new TokenSums(10, 0, 0, 0);
        assertThat(LikelihoodScore.CURVATURE.of(certain)).isZero();
        assertThat(LikelihoodScore.BINOCULARS.of(certain)).isEqualTo(1);
    }

    @Test
    void theLogitIsTheCurveAtTheScore() {
        ScoreCurve curve = new ScoreCurve(1, 2, 0, 3);
        TokenSums sums = pair.read(List.of("a horse")).getFirst();
        assertThat(new LikelihoodDetector(pair, LikelihoodScore.BINOCULARS, curve).logit("a horse"))
                .isCloseTo(3 + 2 * (sums.logLikelihood() / sums.expected() - 1), within(1e-9));
    }

    @Test
    void aTextOfWhichTheModelsSayNothingIsOnNeitherSide() {
        LikelihoodDetector detector =
                new LikelihoodDetector(pair, LikelihoodScore.CURVATURE, new ScoreCurve(1, 2, 0, 3));
        assertThat(detector.logit("")).isZero();
        assertThat(detector.logit("x")).isZero();
    }

    @Test
    void aCurveNeedsBothClasses() {
        List<LabelledText> human = List.of(
                new LabelledText("a horse", false, "", ""),
                new LabelledText("two", false, "", ""),
                new LabelledText("x", true, "", ""));
        assertThatThrownBy(() -> LikelihoodDetector.fit(pair, LikelihoodScore.CURVATURE, human))
                .hasMessageContaining("there are 2 and 0");
    }
}
