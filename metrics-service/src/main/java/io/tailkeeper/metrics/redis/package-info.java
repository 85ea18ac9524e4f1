/** Redis: the ledger of all runs, what is decided from it, and what is shown of it. */
package io.tailkeeper.metrics.redis;
