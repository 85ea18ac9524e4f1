/**
 * Safetensors, the one format in which weights are kept: writing, and reading as strictly as the reference reader does. A
 * newcomer adds here another format of numbers in {@code StoredNumber}. Nothing here knows what a model is.
 */
@NullMarked
package io.tailkeeper.languagemodel.safetensors;

import org.jspecify.annotations.NullMarked;
