/**
 * The encoder: a quantised BERT in ONNX Runtime, through DJL; and what reads an ONNX file without a runtime. The only package
 * that imports {@code ai.djl}.
 */
@NullMarked
package io.tailkeeper.detector.onnx;

import org.jspecify.annotations.NullMarked;
