package io.tailkeeper.detector.evaluation;

import java.util.List;
import java.util.function.Predicate;

/**
 * How good a detector is on the texts of one source, or on all.
 *
 * @param source its name
 * @param human number of human texts
 * @param machine number of machine-written texts
 * @param tooShort of both, those that got the prior
 * @param cut of both, those of which a part was judged
 * @param quality figures and intervals
 * @param accused1 share of the human texts above the detector's own threshold for 1 %; NaN without any
 * @param accused5 the same for 5 %
 */
public record SourceReport(
        String source,
        int human,
        int machine,
        int tooShort,
        int cut,
        Bootstrap.Interval quality,
        double accused1,
        double accused5) {

    static SourceReport of(String source, List<JudgedText> texts, DecisionThresholds thresholds, Bootstrap bootstrap) {
        int machine = count(texts, JudgedText::machineWritten);
        return new SourceReport(
                source,
                texts.size() - machine,
                machine,
                count(texts, JudgedText::tooShort),
                count(texts, JudgedText::cut),
                bootstrap.of(new RankedTexts(texts)),
                accused(texts, thresholds.falsePositiveRate1()),
                accused(texts, thresholds.falsePositiveRate5()));
    }

    private static double accused(List<JudgedText> texts, double threshold) {
        int human = count(texts, text -> !text.machineWritten());
        return count(texts, text -> !text.machineWritten() && text.syntheticProbability() > threshold) / (double) human;
    }

    private static int count(List<JudgedText> texts, Predicate<JudgedText> which) {
        return (int) texts.stream().filter(which).count();
    }
}
