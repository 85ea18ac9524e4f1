/**
 * The files of llama2.c: its models and its tokenizers, read as they are and written as Hugging Face's libraries know them.
 * A format of another small program gets a package like this one, and a line in {@code models}. A newer format of llama2.c
 * itself belongs here, beside {@link io.tailkeeper.languagemodel.llama2c.Llama2cFile}.
 */
@NullMarked
package io.tailkeeper.languagemodel.llama2c;

import org.jspecify.annotations.NullMarked;
