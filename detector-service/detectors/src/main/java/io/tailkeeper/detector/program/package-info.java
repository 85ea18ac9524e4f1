/** The detector on the command line: training on labelled texts, evaluation, detectors on disk. */
package io.tailkeeper.detector.program;
