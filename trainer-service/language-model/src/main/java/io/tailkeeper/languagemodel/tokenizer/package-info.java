/**
 * Tokenizers that belong to no other format: GPT-2's ranks, and the {@code tokenizer.json} of Hugging Face with all that
 * must be looked at before its library may read one. A newcomer adds here another kind of {@link
 * io.tailkeeper.languagemodel.Tokenizer}, and the line that finds it in {@code models}. A tokenizer that comes with a model
 * format, as llama2.c's, lies with that format.
 */
@NullMarked
package io.tailkeeper.languagemodel.tokenizer;

import org.jspecify.annotations.NullMarked;
