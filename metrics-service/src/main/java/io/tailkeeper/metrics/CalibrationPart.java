package io.tailkeeper.metrics;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.RejectedMessageException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labelled texts of one generation, kept until they have been measured.
 *
 * <p>Out-of-order and repeated delivery change nothing: texts are read in the order of their indexes. Not safe for use by
 * several threads.
 */
final class CalibrationPart {

    private final SortedMap<Integer, CalibrationSample> samples = new TreeMap<>();
    private int total;
    private boolean released;

    void add(CalibrationSample sample) {
        if (released) {
            return;
        }
        if (total != 0 && total != sample.total()) {
            throw new RejectedMessageException("calibration part " + sample.generationKey() + ": sample "
                    + sample.index() + " says " + sample.total() + " samples, earlier ones say " + total);
        }
        total = sample.total();
        samples.putIfAbsent(sample.index(), sample);
    }

    boolean complete() {
        return total > 0 && samples.size() == total;
    }

    List<String> texts(boolean machineWritten) {
        return samples.values().stream()
                .filter(sample -> sample.machineWritten() == machineWritten)
                .map(CalibrationSample::text)
                .toList();
    }

    void release() {
        samples.clear();
        released = true;
    }
}
