/** How good a detector is on labelled texts: figures, intervals, reliability. */
package io.tailkeeper.detector.evaluation;
