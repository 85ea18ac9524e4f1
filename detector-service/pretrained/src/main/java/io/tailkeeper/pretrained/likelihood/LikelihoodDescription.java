package io.tailkeeper.pretrained.likelihood;

import io.tailkeeper.detector.calibration.ScoreCurve;

/**
 * What {@code detector.json} says of a likelihood detector.
 *
 * @param observer where that model lies
 * @param observerSha256 of its files
 * @param performer where that model lies
 * @param performerSha256 of its files
 * @param score of a text
 * @param curve from the score to the logit
 */
record LikelihoodDescription(
        String observer,
        String observerSha256,
        String performer,
        String performerSha256,
        LikelihoodScore score,
        ScoreCurve curve) {}
