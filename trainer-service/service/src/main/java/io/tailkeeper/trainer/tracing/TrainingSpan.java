package io.tailkeeper.trainer.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.tailkeeper.contracts.GenerationTrained;

/** The span of a generation's training; what its thread sends belongs to it until it is closed. Used by one thread. */
public final class TrainingSpan implements AutoCloseable {

    private final Span span;
    private final Scope scope;

    @SuppressWarnings("MustBeClosedChecker") // close() closes it
    TrainingSpan(Span span) {
        this.span = span;
        scope = span.makeCurrent();
    }

    /** What came of it. */
    public void trained(GenerationTrained result) {
        span.setAttribute("tailkeeper.checkpoint.sha256", result.checkpoint().sha256());
        span.setAttribute("tailkeeper.steps", (long) result.steps());
        span.setStatus(StatusCode.OK);
    }

    /** It goes on later. */
    public void waits(String reason) {
        span.addEvent(reason);
    }

    /** It came to nothing. */
    public void failed(String reason) {
        span.setStatus(StatusCode.ERROR, reason);
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
