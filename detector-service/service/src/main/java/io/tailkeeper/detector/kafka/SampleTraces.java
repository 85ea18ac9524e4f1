package io.tailkeeper.detector.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.kafka.ScoringBatch.Refusal;
import io.tailkeeper.flow.tracing.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The traces of samples through a poll. Each sample that somebody records gets a span, from when its poll was read to the
 * commit, and its score goes on from there. The trace of any other stands on its score as it stood on the sample.
 */
final class SampleTraces {

    private static final List<String> HEADERS = List.of(Traces.PARENT, "tracestate");
    private static final String NAME = Topics.SAMPLES_COLLECTED.name() + " process";

    private final Traces traces;
    private final String detectorId;

    SampleTraces(Traces traces, String detectorId) {
        this.traces = traces;
        this.detectorId = detectorId;
    }

    /** The traces of a poll that was read at an instant. */
    Poll poll(Instant begun) {
        return new Poll(begun);
    }

    /** One poll; used by one thread. */
    final class Poll {

        private final Instant begun;
        private final List<Span> spans = new ArrayList<>();

        private Poll(Instant begun) {
            this.begun = begun;
        }

        /** A score with the trace of its sample. */
        ProducerRecord<byte[], byte[]> goesOn(
                ConsumerRecord<byte[], Received<SampleCollected>> sample, ProducerRecord<byte[], byte[]> score) {
            if (Traces.recorded(sample.headers())) {
                Context trace = traces.read(sample.headers());
                traces.write(trace.with(begin(sample, trace)), score.headers());
            } else {
                for (String name : HEADERS) {
                    Header header = sample.headers().lastHeader(name);
                    if (header != null) {
                        score.headers().add(header);
                    }
                }
            }
            return score;
        }

        /** A sample becomes a dead letter. */
        void isRefused(Refusal refusal) {
            if (Traces.recorded(refusal.record().headers())) {
                Span span = begin(refusal.record(), traces.read(refusal.record().headers()));
                span.setStatus(StatusCode.ERROR, String.valueOf(refusal.reason().getMessage()));
            }
        }

        private Span begin(ConsumerRecord<byte[], ?> sample, Context trace) {
            Span span = traces.span(NAME)
                    .setParent(trace)
                    .setSpanKind(SpanKind.CONSUMER)
                    .setStartTimestamp(begun)
                    .setAttribute("tailkeeper.detector.id", detectorId)
                    .setAttribute("messaging.kafka.message.offset", sample.offset())
                    .setAttribute("messaging.kafka.partition", (long) sample.partition())
                    .startSpan();
            spans.add(span);
            return span;
        }

        /** The poll was committed, or taken back to be read again. */
        void end(boolean committed) {
            for (Span span : spans) {
                if (!committed) {
                    span.setStatus(StatusCode.ERROR, "the transaction was taken back; the sample is read again");
                }
                span.end();
            }
        }
    }
}
