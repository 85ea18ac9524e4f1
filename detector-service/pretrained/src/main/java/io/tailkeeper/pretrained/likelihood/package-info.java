/**
 * Zero-shot detection by how likely two language models find a text. The only package that knows tensors and language
 * models.
 */
package io.tailkeeper.pretrained.likelihood;
