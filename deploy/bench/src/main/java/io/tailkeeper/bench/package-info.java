/** Measures of speed: every figure is a ratio to a reference taken in the same process, because machines are shared. */
@NullMarked
package io.tailkeeper.bench;

import org.jspecify.annotations.NullMarked;
