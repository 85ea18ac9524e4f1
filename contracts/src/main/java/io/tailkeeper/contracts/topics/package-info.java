/**
 * Topics and what lies on them: names, keys, retention, JSON in and out, dead letters. It reads a record or refuses it, and
 * says why. A new topic is a constant in {@link io.tailkeeper.contracts.topics.Topics}, beside a schema and golden records.
 */
@NullMarked
package io.tailkeeper.contracts.topics;

import org.jspecify.annotations.NullMarked;
