/** Labelled texts on disk, and how they are split. */
package io.tailkeeper.detector.labelled;
