/** The detector as a Quarkus service: settings, start and stop, health, counters. */
@NullMarked
package io.tailkeeper.detector.quarkus;

import org.jspecify.annotations.NullMarked;
