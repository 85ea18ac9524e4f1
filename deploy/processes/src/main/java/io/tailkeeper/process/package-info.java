/**
 * Processes that this one starts and supervises: restarts, health, logs and how they end.
 *
 * <p>A child never outlives the launcher, however that ends; see {@link io.tailkeeper.process.Leash}. What the
 * processes are is not known here.
 */
@NullMarked
package io.tailkeeper.process;

import org.jspecify.annotations.NullMarked;
