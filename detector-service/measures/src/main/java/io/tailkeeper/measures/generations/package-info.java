/** Measures of a chain of generations: when something fails, what warned first, and how far collapse has gone. */
@NullMarked
package io.tailkeeper.measures.generations;

import org.jspecify.annotations.NullMarked;
