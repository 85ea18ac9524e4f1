/** The kit that judges a swapped-in service by its records alone. */
package io.tailkeeper.conformance;
