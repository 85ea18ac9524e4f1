/** Traces of OpenTelemetry where no instrumentation of Quarkus or SmallRye makes them: plain clients, batches, work of threads. */
@NullMarked
package io.tailkeeper.flow.tracing;

import org.jspecify.annotations.NullMarked;
