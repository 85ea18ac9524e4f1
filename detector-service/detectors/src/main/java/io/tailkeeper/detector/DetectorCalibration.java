package io.tailkeeper.detector;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.GenerationKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits and calibrates the detector of a generation on its calibration part.
 *
 * <p>Five folds; the human and the machine-written continuation of one prompt share a fold. The strength of the ridge
 * penalty is the one of least out-of-fold loss; the temperature and every quality are measured on those out-of-fold
 * logits; the published head is fitted on all texts. The detector is usable when the lower end of the 95 % interval of
 * its out-of-fold AUROC (Hanley and McNeil) is above chance.
 */
public final class DetectorCalibration {

    /** The detector this service is, as runs name it. */
    public static final String DETECTOR_ID = "encoder";

    static final int FOLDS = 5;

    private static final double[] STRENGTHS = {1, 0.3, 0.1, 0.03, 0.01};
    private static final double QUANTILE_975 = 1.959964;

    private final String encoderVersion;
    private final int dimension;

    /** For texts that this encoder has encoded. */
    public DetectorCalibration(Encoder encoder) {
        encoderVersion = encoder.version();
        dimension = encoder.dimension();
    }

    /**
     * The calibrated detector. The result depends on the texts and their order alone.
     *
     * @param texts the whole part, in the order of its indexes; too few of a class give an unusable detector
     */
    public DetectorCalibrated fit(GenerationKey generation, List<LabelledFeatures> texts) {
        long machine = texts.stream().filter(LabelledFeatures::machineWritten).count();
        if (Math.min(machine, texts.size() - machine) < 2 * FOLDS) {
            LinearHead nothing = LinearHead.of(new double[dimension], 0);
            return calibrated(generation, nothing, 1, new DetectorQuality(texts.size(), 0.5, 0, 0, 0, 0), false);
        }
        boolean[] labels = labels(texts);
        double[][] outOfFold = outOfFoldLogits(texts);
        int best = 0;
        for (int s = 1; s < STRENGTHS.length; s++) {
            best = loss(outOfFold[s], labels) < loss(outOfFold[best], labels) ? s : best;
        }
        double temperature = TemperatureCalibration.fit(outOfFold[best], labels);
        DetectorQuality quality = quality(outOfFold[best], labels, temperature);
        double error = Discrimination.standardError(quality.auroc(), (int) (texts.size() - machine), (int) machine);
        LinearHead head = new LogisticRegression(texts).fit(STRENGTHS).get(best);
        return calibrated(generation, head, temperature, quality, quality.auroc() - QUANTILE_975 * error > 0.5);
    }

    private DetectorCalibrated calibrated(
            GenerationKey generation, LinearHead head, double temperature, DetectorQuality quality, boolean usable) {
        return new DetectorCalibrated(
                generation.runId(),
                generation.generation(),
                DETECTOR_ID,
                DetectorVersion.of(encoderVersion, head, temperature, usable),
                head.weights(),
                head.intercept(),
                temperature,
                quality,
                usable);
    }

    /** Logits by strength and text, each text judged by a head that saw neither it nor its twin. */
    private static double[][] outOfFoldLogits(List<LabelledFeatures> texts) {
        int[] folds = folds(texts);
        double[][] logits = new double[STRENGTHS.length][texts.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<LabelledFeatures> others = new ArrayList<>();
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] != fold) {
                    others.add(texts.get(i));
                }
            }
            List<LinearHead> heads = new LogisticRegression(others).fit(STRENGTHS);
            for (int i = 0; i < folds.length; i++) {
                for (int s = 0; folds[i] == fold && s < STRENGTHS.length; s++) {
                    logits[s][i] = heads.get(s).logit(texts.get(i).features());
                }
            }
        }
        return logits;
    }

    /** The n-th human text and the n-th machine-written one continue the same prompt. */
    static int[] folds(List<LabelledFeatures> texts) {
        int[] folds = new int[texts.size()];
        int human = 0;
        int machine = 0;
        for (int i = 0; i < folds.length; i++) {
            folds[i] = (texts.get(i).machineWritten() ? machine++ : human++) % FOLDS;
        }
        return folds;
    }

    private static DetectorQuality quality(double[] logits, boolean[] labels, double temperature) {
        double[] before = new double[logits.length];
        double[] after = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            before[i] = TemperatureCalibration.probability(logits[i], 1);
            after[i] = TemperatureCalibration.probability(logits[i], temperature);
        }
        return new DetectorQuality(
                logits.length,
                Discrimination.auroc(logits, labels),
                Discrimination.truePositiveRate(logits, labels, 0.01),
                Discrimination.truePositiveRate(logits, labels, 0.05),
                Discrimination.calibrationError(before, labels),
                Discrimination.calibrationError(after, labels));
    }

    private static double loss(double[] logits, boolean[] labels) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            loss += Logit.crossEntropy(logits[i], labels[i]);
        }
        return loss;
    }

    private static boolean[] labels(List<LabelledFeatures> texts) {
        boolean[] labels = new boolean[texts.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = texts.get(i).machineWritten();
        }
        return labels;
    }
}
