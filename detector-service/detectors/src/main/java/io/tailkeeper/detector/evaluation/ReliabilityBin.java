package io.tailkeeper.detector.evaluation;

import io.tailkeeper.measures.CalibrationError;
import java.util.ArrayList;
import java.util.List;

/**
 * A bar of a reliability plot: the texts whose probability lies in a bin.
 *
 * @param from lower end of the bin, in it
 * @param to upper end, not in it but for the last bin
 * @param texts number of texts
 * @param probability their mean probability; NaN without texts
 * @param machineShare their share of machine-written texts; NaN without texts
 */
public record ReliabilityBin(double from, double to, int texts, double probability, double machineShare) {

    /** All bins, in order. */
    public static List<ReliabilityBin> of(List<JudgedText> texts) {
        int[] counts = new int[CalibrationError.BINS];
        double[] probabilities = new double[CalibrationError.BINS];
        double[] machine = new double[CalibrationError.BINS];
        for (JudgedText text : texts) {
            int bin = CalibrationError.bin(text.syntheticProbability());
            counts[bin]++;
            probabilities[bin] += text.syntheticProbability();
            machine[bin] += text.machineWritten() ? 1 : 0;
        }
        List<ReliabilityBin> bins = new ArrayList<>();
        for (int bin = 0; bin < counts.length; bin++) {
            bins.add(new ReliabilityBin(
                    bin / (double) counts.length,
                    (bin + 1) / (double) counts.length,
                    counts[bin],
                    probabilities[bin] / counts[bin],
                    machine[bin] / counts[bin]));
        }
        return bins;
    }
}
