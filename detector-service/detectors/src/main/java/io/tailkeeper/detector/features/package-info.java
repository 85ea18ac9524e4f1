/**
 * Features of a text that need no model, and encoders around encoders: they keep features, find texts on which a model
 * fails, put a screen in front, or say what a trained detector says. A new one implements
 * {@link io.tailkeeper.detector.Encoder} and has a version that changes when its features do. Encoders with a model have
 * packages of their own beside this one.
 */
@NullMarked
package io.tailkeeper.detector.features;

import org.jspecify.annotations.NullMarked;
