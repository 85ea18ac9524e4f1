/**
 * How well scores tell two classes apart, and how far probabilities can be believed. Positive is what is looked for, a
 * machine-written text. Plain Java without any dependency, so that whoever shows a figure computes it here; a new measure of
 * a detector is a class here, with its formula, its source and a naive twin in its test.
 */
@NullMarked
package io.tailkeeper.measures;

import org.jspecify.annotations.NullMarked;
