/** The encoder: a quantised BERT in ONNX Runtime, through DJL. The only package that imports {@code ai.djl}. */
package io.tailkeeper.detector.onnx;
