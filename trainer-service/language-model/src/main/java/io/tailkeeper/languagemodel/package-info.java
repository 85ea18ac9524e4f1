/**
 * The language model as the trainer, the generator and the detectors see it, on DJL: {@link
 * io.tailkeeper.languagemodel.LanguageModel} computes, {@link io.tailkeeper.languagemodel.Tokenizer} turns text into tokens,
 * {@link io.tailkeeper.languagemodel.TextGenerator} writes. The packages below know this one, and this one knows none of
 * them; {@code models} opens what there is. A newcomer adds here the sizes of a new {@link
 * io.tailkeeper.languagemodel.Family}, the names and shapes of its weights, a preset, or a {@link
 * io.tailkeeper.languagemodel.DecodingStrategy}.
 */
@NullMarked
package io.tailkeeper.languagemodel;

import org.jspecify.annotations.NullMarked;
