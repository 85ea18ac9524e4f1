/**
 * Sequence classifiers from Hugging Face folders, in ONNX Runtime. The only package that knows ONNX Runtime and Hugging
 * Face's tokenizers.
 */
package io.tailkeeper.pretrained.classifier;
