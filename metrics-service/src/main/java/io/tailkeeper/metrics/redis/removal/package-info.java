/** Experiments that somebody removes: what Redis holds of them, and the mark that keeps them away. */
@NullMarked
package io.tailkeeper.metrics.redis.removal;

import org.jspecify.annotations.NullMarked;
