/**
 * What lies in Redis and in which form: keys, fields of a run's hash, JSON, packed scores. A key is written down here and
 * nowhere else. Whoever adds one adds it to the list in {@link io.tailkeeper.metrics.redis.layout.RedisKeys}.
 */
@NullMarked
package io.tailkeeper.metrics.redis.layout;

import org.jspecify.annotations.NullMarked;
