/** The commands on experiments that are over. */
@NullMarked
package io.tailkeeper.local.finished;

import org.jspecify.annotations.NullMarked;
