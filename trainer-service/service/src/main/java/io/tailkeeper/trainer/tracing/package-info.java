/** Traces of OpenTelemetry over the spool: a generation goes on with the trace that its samples came with. */
@NullMarked
package io.tailkeeper.trainer.tracing;

import org.jspecify.annotations.NullMarked;
