package io.tailkeeper.detector.evaluation;

import io.tailkeeper.detector.AllCores;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.Judgement;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a detector is worth on labelled texts.
 *
 * @param overall on all texts
 * @param sources on the texts of each source, by name
 * @param reliability on all texts
 */
public record Evaluation(SourceReport overall, List<SourceReport> sources, List<ReliabilityBin> reliability) {

    /** The name of the report on all texts. */
    public static final String OVERALL = "overall";

    /** Lets a detector judge texts, on all cores; the result does not depend on their number. */
    public static List<JudgedText> judge(CalibratedDetector detector, List<LabelledText> texts) {
        double prior = detector.window().prior();
        double priorLogit = Math.log(prior / (1 - prior));
        return AllCores.map(texts, text -> {
            Judgement judgement = detector.judge(text.text());
            return new JudgedText(
                    text.machineWritten(),
                    text.source(),
                    judgement.tooShort() ? priorLogit : detector.calibration().logit(judgement.logit()),
                    judgement.syntheticProbability(),
                    judgement.tooShort(),
                    judgement.cut());
        });
    }

    /**
     * Measures judged texts.
     *
     * @param texts at least one
     */
    public static Evaluation of(List<JudgedText> texts, DecisionThresholds thresholds, Bootstrap bootstrap) {
        List<SourceReport> sources = texts.stream()
                .collect(Collectors.groupingBy(JudgedText::source, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(source -> SourceReport.of(source.getKey(), source.getValue(), thresholds, bootstrap))
                .toList();
        return new Evaluation(
                SourceReport.of(OVERALL, texts, thresholds, bootstrap), sources, ReliabilityBin.of(texts));
    }
}
