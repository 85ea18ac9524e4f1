/**
 * Models as Hugging Face's libraries save them: a folder with {@code config.json} and weights in safetensors, read and
 * written. A newcomer adds here what a {@code config.json} says of a new family ({@link
 * io.tailkeeper.languagemodel.huggingface.HuggingFaceConfig}) and under which names its weights are stored. What would make
 * the model compute something else than it does elsewhere is refused.
 */
@NullMarked
package io.tailkeeper.languagemodel.huggingface;

import org.jspecify.annotations.NullMarked;
