/** Counters of tokens written and of the time it took. */
@NullMarked
package io.tailkeeper.generator.micrometer;

import org.jspecify.annotations.NullMarked;
