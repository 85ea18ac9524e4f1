/**
 * How far a model has collapsed, generation by generation: arithmetic on text, scores and counts.
 *
 * <p>Plain values in, plain values out. Words are white-space separated and keep their case: losing the capitals of
 * names is a loss, too.
 */
package io.tailkeeper.metrics;
