package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.topics.RejectedMessageException;

/**
 * A calibration sample as the broker handed it out. A restart reads again from the first one of its partition that is not
 * done.
 */
public interface Delivery {

    CalibrationSample sample();

    int partition();

    long offset();

    /** What it holds in memory. */
    long bytes();

    /** Makes it a dead letter; returns when that is written. It is not done by that. */
    void refuse(RejectedMessageException reason);

    /** Nothing of it is needed any more. */
    void done();

    /** It and all behind it in its partition are to be delivered again. */
    void again();
}
