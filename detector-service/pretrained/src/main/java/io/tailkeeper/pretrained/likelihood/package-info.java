/**
 * Zero-shot detection by how likely two language models find a text. The only package that knows tensors and language
 * models.
 */
@NullMarked
package io.tailkeeper.pretrained.likelihood;

import org.jspecify.annotations.NullMarked;
