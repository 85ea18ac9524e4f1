/**
 * How far a model has collapsed, generation by generation: what is known of a run, what is decided from it, and the ledger's
 * entries it is known from. Plain values in, plain values out. A new thing to wait for or to decide is added here; measures of
 * text and of detectors have packages below.
 */
@NullMarked
package io.tailkeeper.metrics;

import org.jspecify.annotations.NullMarked;
