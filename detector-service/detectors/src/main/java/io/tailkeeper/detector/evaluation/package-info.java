/** How good a detector is on labelled texts: figures, intervals, reliability. */
@NullMarked
package io.tailkeeper.detector.evaluation;

import org.jspecify.annotations.NullMarked;
