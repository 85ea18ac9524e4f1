/** Figures that others published, beside those that were measured. */
@NullMarked
package io.tailkeeper.local.published;

import org.jspecify.annotations.NullMarked;
