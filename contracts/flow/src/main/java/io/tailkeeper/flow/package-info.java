/**
 * The one door to Kafka: commit and failure strategies of the channels, topics of state, dead letters, supervision and
 * health, as all four services use them.
 */
package io.tailkeeper.flow;
