/** The detector on the command line: training on labelled texts, evaluation, detectors on disk. */
@NullMarked
package io.tailkeeper.detector.program;

import org.jspecify.annotations.NullMarked;
