/**
 * Transformers in the tensor library: the forward passes of GPT-2 and Llama, their initial weights, the cache of keys and
 * values, and Tailkeeper's own checkpoints of them. A new family gets a {@link
 * io.tailkeeper.languagemodel.transformer.Decoder} here, its sizes in {@link io.tailkeeper.languagemodel.Family}, its
 * weights in {@code ParameterShapes} and its words in {@code CheckpointMetadata}. The compiler finds the switches over
 * families; {@code .github/RECIPES.md} lists what it does not find, such as {@code InitialWeights} and the reader of {@code
 * config.json}. An operator that the library lacks is a file of TorchScript beside the class that uses it.
 */
@NullMarked
package io.tailkeeper.languagemodel.transformer;

import org.jspecify.annotations.NullMarked;
