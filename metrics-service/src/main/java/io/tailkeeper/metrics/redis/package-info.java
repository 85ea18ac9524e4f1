/**
 * Redis: the ledger of all runs, what is decided from it, and what is shown of it. Classes named after the ledger write it, the
 * desk and the board decide and show. A new fact of the ledger is a step in {@code LedgerSteps}
 * and a field of the layout.
 */
@NullMarked
package io.tailkeeper.metrics.redis;

import org.jspecify.annotations.NullMarked;
