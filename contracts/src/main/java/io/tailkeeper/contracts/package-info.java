/**
 * The messages between Tailkeeper's services and nothing else: records, topics, JSON Schemas and serializer twins.
 *
 * <p>Every record checks its own values when it is made, so one that exists is valid. Records are immutable and safe for
 * use by several threads. Nullable components say so.
 */
package io.tailkeeper.contracts;
