package io.tailkeeper.trainer.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.trainer.TrainerDirectory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;

/**
 * The traces of generations under way. The spool keeps no headers, so the traces of its samples lie in a file beside it, one
 * {@code traceparent} each and {@value #MAX_TRACES} at most. The training is a span in the first of them and is linked to the
 * others, after a restart too. Safe for use by several threads.
 *
 * <p>Of samples that nobody records nothing is kept. A file that cannot be written or read costs the trace, nothing else.
 */
@Singleton
public class GenerationTraces {

    private static final System.Logger LOG = System.getLogger(GenerationTraces.class.getName());
    private static final int MAX_TRACES = 32;
    private static final int KEPT_GENERATIONS = 1_024;
    private static final int TRACE_BEGIN = 3;
    private static final int TRACE_END = 35;

    private final TrainerDirectory directory;
    private final Traces traces;
    private final Map<GenerationKey, Set<String>> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GenerationKey, Set<String>> eldest) {
            return size() > KEPT_GENERATIONS; // its file is read again
        }
    };

    /** @param directory where the spools lie */
    @Inject
    public GenerationTraces(TrainerDirectory directory, Traces traces) {
        this.directory = directory;
        this.traces = traces;
    }

    /** A sample of a generation is in its spool; the trace it came with is remembered there, if somebody records it. */
    public void note(GenerationKey generation, Headers headers) {
        if (!Traces.recorded(headers)) {
            return;
        }
        String parent = new String(headers.lastHeader(Traces.PARENT).value(), StandardCharsets.US_ASCII);
        synchronized (this) {
            Set<String> ids = known.computeIfAbsent(generation, this::idsOf);
            if (ids.size() < MAX_TRACES && ids.add(id(parent))) {
                keep(generation, parent);
            }
        }
    }

    private static String id(String parent) {
        return parent.substring(TRACE_BEGIN, TRACE_END);
    }

    private Set<String> idsOf(GenerationKey generation) {
        return parents(generation).stream().map(GenerationTraces::id).collect(Collectors.toSet());
    }

    private void keep(GenerationKey generation, String parent) {
        Path file = directory.traces(generation);
        if (!Files.isDirectory(directory.generation(generation))) {
            return; // the sample was not taken
        }
        try {
            Files.writeString(file, parent + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the trace of generation " + generation + " is lost", e);
        }
    }

    private List<String> parents(GenerationKey generation) {
        Path file = directory.traces(generation);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.length() > TRACE_END) // the last one may be cut off
                    .toList();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the trace of generation " + generation + " cannot be read", e);
            return List.of();
        }
    }

    /** The training of a generation begins: a span in the trace of its samples, current until it is closed. */
    public TrainingSpan train(GenerationKey generation) {
        return new TrainingSpan(span(generation).startSpan());
    }

    private SpanBuilder span(GenerationKey generation) {
        SpanBuilder span = traces.span("train generation")
                .setNoParent()
                .setAttribute(Traces.RUN, generation.runId())
                .setAttribute(Traces.GENERATION, (long) generation.generation());
        Iterator<String> parents = parents(generation).iterator();
        if (parents.hasNext()) {
            span.setParent(traces.read(parents.next()));
        }
        parents.forEachRemaining(
                parent -> span.addLink(Span.fromContext(traces.read(parent)).getSpanContext()));
        return span;
    }
}
