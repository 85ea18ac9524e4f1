/** Labelled texts on disk, and how they are split. */
@NullMarked
package io.tailkeeper.detector.labelled;

import org.jspecify.annotations.NullMarked;
