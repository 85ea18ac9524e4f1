/** A running experiment as it is seen from outside: asking for runs, following them, counting what the services do. */
@NullMarked
package io.tailkeeper.local.follow;

import org.jspecify.annotations.NullMarked;
