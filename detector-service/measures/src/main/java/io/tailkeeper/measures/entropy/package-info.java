/** The entropy rate of a sequence: how soon it repeats itself. Detectors judge texts by it, and metrics shows it. */
@NullMarked
package io.tailkeeper.measures.entropy;

import org.jspecify.annotations.NullMarked;
