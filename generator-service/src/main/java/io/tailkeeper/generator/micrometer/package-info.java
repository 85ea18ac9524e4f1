/** Counters of tokens written and of the time it took. */
package io.tailkeeper.generator.micrometer;
