/**
 * Sequence classifiers from Hugging Face folders, in ONNX Runtime. The only package that knows ONNX Runtime and Hugging
 * Face's tokenizers.
 */
@NullMarked
package io.tailkeeper.pretrained.classifier;

import org.jspecify.annotations.NullMarked;
