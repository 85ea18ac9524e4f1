/**
 * What the trainer knows: runs and what is due of them, samples and held-out texts in spools on disk, the data of a training. Plain
 * Java; a fact that several packages need is added here.
 */
@NullMarked
package io.tailkeeper.trainer;

import org.jspecify.annotations.NullMarked;
