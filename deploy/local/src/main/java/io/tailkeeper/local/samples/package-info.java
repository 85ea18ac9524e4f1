/** What models wrote: the samples of a run in files beside its report, and looking at them. */
@NullMarked
package io.tailkeeper.local.samples;

import org.jspecify.annotations.NullMarked;
