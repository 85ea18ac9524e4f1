package io.tailkeeper.pretrained.likelihood;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.calibration.ScoreCurve;
import io.tailkeeper.detector.labelled.DataException;
import java.util.Arrays;
import java.util.List;

/**
 * Judges a text by how likely two language models find it: a score, and a curve that makes a logit of it. A text of fewer
 * than two tokens, of which the models say nothing, has logit 0.
 *
 * @param models used, not owned: whoever opened them closes them
 * @param score of a text
 * @param curve from the score to the logit
 */
public record LikelihoodDetector(ModelPair models, LikelihoodScore score, ScoreCurve curve) implements TextDetector {

    /**
     * Fits the curve by logistic regression; the models stay as they are.
     *
     * @param texts normalised, of both classes
     * @throws DataException when a class has no text of two tokens or more
     */
    public static LikelihoodDetector fit(ModelPair models, LikelihoodScore score, List<LabelledText> texts) {
        List<TokenSums> sums =
                models.read(texts.stream().map(LabelledText::text).toList());
        double[] scores = new double[texts.size()];
        boolean[] machineWritten = new boolean[texts.size()];
        int judged = 0;
        int machine = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (sums.get(i).tokens() > 0) {
                scores[judged] = score.of(sums.get(i));
                machineWritten[judged++] = texts.get(i).machineWritten();
                machine += texts.get(i).machineWritten() ? 1 : 0;
            }
        }
        if (machine == 0 || machine == judged) {
            throw new DataException(
                    "the likelihood's curve needs human and machine-written texts of two tokens or more;"
                            + " there are " + (judged - machine) + " and " + machine + ": give more data");
        }
        return new LikelihoodDetector(
                models,
                score,
                ScoreCurve.fit(Arrays.copyOf(scores, judged), Arrays.copyOf(machineWritten, judged), false));
    }

    @Override
    public double logit(String text) {
        TokenSums sums = models.read(List.of(text)).getFirst();
        return sums.tokens() == 0 ? 0 : curve.logit(score.of(sums));
    }
}
