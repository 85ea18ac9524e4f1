/**
 * The whole system on one machine: broker, store and services as child processes that are watched, restarted and ended.
 *
 * <p>A child never outlives the launcher, however that ends; see {@link io.tailkeeper.process.Leash}.
 */
@NullMarked
package io.tailkeeper.local.stack;

import org.jspecify.annotations.NullMarked;
