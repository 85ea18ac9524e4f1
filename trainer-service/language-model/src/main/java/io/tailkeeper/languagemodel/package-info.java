/**
 * The language model: architectures, weights, tokenizers and decoding, on DJL; shared by the trainer and the generator.
 * {@link io.tailkeeper.languagemodel.Models} opens what there is, {@link io.tailkeeper.languagemodel.LanguageModel}
 * computes, {@link io.tailkeeper.languagemodel.TextGenerator} writes.
 */
package io.tailkeeper.languagemodel;
