/**
 * The messages between Tailkeeper's services: records, topics, JSON Schemas, serializer and deserializer; and four plain
 * pieces that every service needs: {@link io.tailkeeper.contracts.Seeds}, {@link io.tailkeeper.contracts.files.Sha256},
 * {@link io.tailkeeper.contracts.files.AtomicFile} and {@link io.tailkeeper.contracts.files.AllowedRoots}.
 *
 * <p>Every record checks its own values when it is made, so one that exists is valid. Records are immutable and safe for
 * use by several threads. Nullable components say so.
 */
package io.tailkeeper.contracts;
