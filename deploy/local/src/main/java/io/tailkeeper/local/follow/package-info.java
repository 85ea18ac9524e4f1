/** A running experiment as it is seen from outside: asking for runs, following them, counting what the services do. */
package io.tailkeeper.local.follow;
