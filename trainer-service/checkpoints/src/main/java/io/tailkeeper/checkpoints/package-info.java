/**
 * Checkpoints by their URI: what a message may name, where a finished one is put, and the cache of those that come from a store. What
 * is added here knows no client of a store and no container; those lie in the packages below.
 */
@NullMarked
package io.tailkeeper.checkpoints;

import org.jspecify.annotations.NullMarked;
