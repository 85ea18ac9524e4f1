package io.tailkeeper.pretrained.classifier;

/**
 * What {@code detector.json} says of a classifier.
 *
 * @param model its folder
 * @param sha256 of its files
 * @param settings how it is used
 */
record ClassifierDescription(String model, String sha256, ClassifierSettings settings) {}
