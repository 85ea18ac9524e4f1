package io.tailkeeper.metrics.comparison;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.measures.CalibrationError;
import io.tailkeeper.measures.RocCurve;
import io.tailkeeper.selection.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How well a detector told a pool's machine-written samples from its human ones, by provenance; samples of unknown
 * provenance are left out.
 *
 * @param auroc area under the ROC curve, ties counted half; null when the pool has one class, as are the rates
 * @param truePositiveRateAt1 machine-written samples above the lowest threshold that at most 1 % of the human ones exceed
 * @param truePositiveRateAt5 the same at 5 %
 * @param calibrationError expected calibration error, 15 bins of equal width; null when no provenance is known
 */
public record PoolQuality(
        @Nullable Double auroc,
        @Nullable Double truePositiveRateAt1,
        @Nullable Double truePositiveRateAt5,
        @Nullable Double calibrationError) {

    static PoolQuality of(List<Candidate> pool) {
        double[] machine = probabilities(pool, Source.SYNTHETIC);
        double[] human = probabilities(pool, Source.HUMAN);
        RocCurve curve = RocCurve.of(human, machine);
        boolean both = curve.hasBothClasses();
        return new PoolQuality(
                both ? curve.auroc() : null,
                both ? curve.truePositiveRate(0.01) : null,
                both ? curve.truePositiveRate(0.05) : null,
                machine.length + human.length > 0 ? calibrationError(machine, human) : null);
    }

    private static double[] probabilities(List<Candidate> pool, Source source) {
        return pool.stream()
                .filter(candidate -> candidate.source() == source)
                .mapToDouble(Candidate::syntheticProbability)
                .toArray();
    }

    /** The order of the sums decides the last bits: machine-written samples come first. */
    private static double calibrationError(double[] machine, double[] human) {
        double[] probabilities = DoubleStream.concat(DoubleStream.of(machine), DoubleStream.of(human))
                .toArray();
        boolean[] machineWritten = new boolean[probabilities.length];
        Arrays.fill(machineWritten, 0, machine.length, true);
        return CalibrationError.of(probabilities, machineWritten);
    }
}
