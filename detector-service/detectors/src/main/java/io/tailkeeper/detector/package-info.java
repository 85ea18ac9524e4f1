/**
 * What a detector is: an {@link io.tailkeeper.detector.Encoder} gives features of texts, to which each generation fits a
 * linear classifier; a {@link io.tailkeeper.detector.TextDetector} gives logits as it is. The root knows no package below it,
 * and every one below may know it.
 *
 * <p>From here up: {@code text}, {@code calibration} and {@code features}; one package a detector ({@code ngram}, {@code
 * entropy}, {@code onnx}, {@code encoder}); {@code run}, what a service does with them; {@code labelled}, {@code evaluation}
 * and {@code program}, how they are trained and measured on labelled texts. A new detector is a package beside {@code
 * entropy}.
 *
 * <p>Plain Java: values in, values out. Everything is deterministic; nothing depends on time, threads or the order of
 * arrival.
 */
@NullMarked
package io.tailkeeper.detector;

import org.jspecify.annotations.NullMarked;
