/** Which samples a report carries, so that its size is bounded whatever models write. */
@NullMarked
package io.tailkeeper.report.samples;

import org.jspecify.annotations.NullMarked;
