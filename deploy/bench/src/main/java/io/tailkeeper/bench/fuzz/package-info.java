/** Mutated records through every reader: nothing but acceptance or refusal may come out. */
@NullMarked
package io.tailkeeper.bench.fuzz;

import org.jspecify.annotations.NullMarked;
