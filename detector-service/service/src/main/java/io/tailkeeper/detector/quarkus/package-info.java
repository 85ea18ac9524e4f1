/** The detector as a Quarkus service: settings, start and stop, health, counters. */
package io.tailkeeper.detector.quarkus;
