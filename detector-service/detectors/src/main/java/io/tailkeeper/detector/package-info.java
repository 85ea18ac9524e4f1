/**
 * How likely a text is machine-written: features, a linear head on them, its temperature, and how good it is.
 *
 * <p>Plain Java: values in, values out. Everything is deterministic; nothing depends on time, threads or the order of
 * arrival.
 */
package io.tailkeeper.detector;
