/** What a bench finds, and the memory that a process takes. */
@NullMarked
package io.tailkeeper.bench.figures;

import org.jspecify.annotations.NullMarked;
