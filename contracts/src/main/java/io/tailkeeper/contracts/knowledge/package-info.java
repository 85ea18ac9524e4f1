/** Sentences that say what a model knows: the message that brings them to the trainer. */
@NullMarked
package io.tailkeeper.contracts.knowledge;

import org.jspecify.annotations.NullMarked;
