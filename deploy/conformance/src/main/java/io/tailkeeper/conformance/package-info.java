/** The kit that judges a swapped-in service by its records alone. */
@NullMarked
package io.tailkeeper.conformance;

import org.jspecify.annotations.NullMarked;
