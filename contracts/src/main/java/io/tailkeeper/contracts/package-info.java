/**
 * The messages between Tailkeeper's services, a record for each, and their parts. Every record checks its own values when it is
 * made, so one that exists is valid; records are immutable and safe for use by several threads; nullable components say so. A
 * new field is a component here, a property of the schema and a golden record, in this order.
 *
 * <p>Below: {@code specification} of a run, {@code topics} and how they are read and written, {@code checks} of values, and
 * {@code files} and {@code words}, plain pieces that know no message. Words and {@link io.tailkeeper.contracts.Seeds} lie here,
 * because runs repeat only where all agree on them.
 */
@NullMarked
package io.tailkeeper.contracts;

import org.jspecify.annotations.NullMarked;
