package io.tailkeeper.detector;

/**
 * A text that is known to be human or machine-written.
 *
 * @param features of an {@link Encoder}; not copied, not to be changed
 * @param machineWritten the truth
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would double the memory of a calibration part
public record LabelledFeatures(float[] features, boolean machineWritten) {}
