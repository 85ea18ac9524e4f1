/** Mutated records, and readers that must accept or refuse each of them: for tests of all modules and for the bench. */
package io.tailkeeper.contracts.testing.fuzz;
