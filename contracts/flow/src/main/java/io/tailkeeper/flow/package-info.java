/**
 * The one door to Kafka: commit and failure strategies of the channels, topics of state, dead letters, supervision and
 * health, as all four services use them.
 */
@NullMarked
package io.tailkeeper.flow;

import org.jspecify.annotations.NullMarked;
