/** How far the words of a text are those of another. The generator compares by it what a model wrote with what a human wrote. */
@NullMarked
package io.tailkeeper.measures.overlap;

import org.jspecify.annotations.NullMarked;
