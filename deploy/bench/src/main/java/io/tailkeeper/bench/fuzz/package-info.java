/** Mutated records through every reader: nothing but acceptance or refusal may come out. */
package io.tailkeeper.bench.fuzz;
