/**
 * What selection knows of texts as points in a space: where human text lies there, how far a text is from it, and which weights
 * move a pool towards it. Plain Java over {@code double[][]}, a row a document; the trainer makes the points.
 */
@NullMarked
package io.tailkeeper.selection.latent;

import org.jspecify.annotations.NullMarked;
