/**
 * Measures of text: how varied a model's texts are, and what they have lost of its first words. Words are white-space
 * separated and keep their case, as losing the capitals of names is a loss, too. A new measure is a class beside {@link
 * io.tailkeeper.metrics.text.SelfBleu} and a line in {@link io.tailkeeper.metrics.text.TextComparison}.
 */
@NullMarked
package io.tailkeeper.metrics.text;

import org.jspecify.annotations.NullMarked;
