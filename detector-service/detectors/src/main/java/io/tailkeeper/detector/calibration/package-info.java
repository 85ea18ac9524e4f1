/**
 * From features or logits to a probability that can be believed: linear classifiers, the regressions that fit them, temperature and
 * Platt scaling, experts for generators that one classifier cannot serve, and a generation's calibrated detector. Everything is
 * deterministic and depends on values and their order alone. A new way to fit or to calibrate is added here.
 */
@NullMarked
package io.tailkeeper.detector.calibration;

import org.jspecify.annotations.NullMarked;
