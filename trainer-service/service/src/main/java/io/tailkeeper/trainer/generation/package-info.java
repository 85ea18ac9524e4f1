/**
 * A generation from its pool to its result: select, publish the batches, train, evaluate, announce. One thread trains, another one
 * looks what is due.
 */
@NullMarked
package io.tailkeeper.trainer.generation;

import org.jspecify.annotations.NullMarked;
