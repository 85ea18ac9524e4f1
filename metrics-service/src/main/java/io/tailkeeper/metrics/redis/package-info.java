/** Redis: a read model for other programs, rebuilt from the ledger whenever it is lost. */
package io.tailkeeper.metrics.redis;
