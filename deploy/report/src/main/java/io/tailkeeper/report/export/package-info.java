/** Figures of a finished experiment in the formats of other programs. */
@NullMarked
package io.tailkeeper.report.export;

import org.jspecify.annotations.NullMarked;
