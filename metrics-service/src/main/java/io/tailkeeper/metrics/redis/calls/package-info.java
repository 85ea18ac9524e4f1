/**
 * Commands and scripts to Redis, and what is thrown when it is away. They know nothing of runs. A new script is a Lua file in
 * the resources of this package, loaded once by the class that runs it.
 */
@NullMarked
package io.tailkeeper.metrics.redis.calls;

import org.jspecify.annotations.NullMarked;
