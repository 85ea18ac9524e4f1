/** MAUVE: how close the distribution of a model's texts comes to that of human ones, by their embeddings. */
@NullMarked
package io.tailkeeper.detector.mauve;

import org.jspecify.annotations.NullMarked;
