package io.tailkeeper.report.progress;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.view.Display;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.RunNames;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plain lines: each generation once it is measured, and now and then how far everything is; for logs. */
public final class PlainDisplay implements Display {

    static final Duration EVERY = Duration.ofSeconds(20);

    private final PrintStream out;
    private final List<RunRequested> requests;
    private final RunNames names;
    private final InstantSource clock;
    private final TimeLeft timeLeft;
    private final Instant begin;
    private Instant asked;
    private Duration shown = Duration.ZERO;
    private final Set<String> told = new HashSet<>();
    private Instant last;

    public PlainDisplay(PrintStream out, List<RunRequested> requests, InstantSource clock) {
        this.out = out;
        this.requests = List.copyOf(requests);
        this.names = RunNames.of(requests);
        this.clock = clock;
        this.timeLeft = new TimeLeft(ExpectedTime.of(requests).orElse(null));
        this.begin = clock.instant();
        this.asked = begin;
        this.last = begin;
    }

    @Override
    public synchronized void asked(Instant at) {
        asked = at;
        last = at;
    }

    @Override
    public synchronized void starting() {
        Instant now = clock.instant();
        if (!last.plus(EVERY).isAfter(now)) {
            last = now;
            shown = Duration.between(begin, now);
            out.println("      " + Overall.clock(shown) + " elapsed, starting");
            out.flush();
        }
    }

    @Override
    public synchronized Duration shown() {
        return shown;
    }

    @Override
    public synchronized void event(String message) {
        out.println(message);
    }

    @Override
    public synchronized void show(ExperimentView view) {
        for (RunRequested request : requests) {
            view.run(request.runId()).stream()
                    .flatMap(run -> run.generations().stream())
                    .forEach(this::tell);
        }
        Instant now = clock.instant();
        Overall overall = Overall.of(requests, view);
        shown = Duration.between(begin, now);
        Optional<Duration> left = timeLeft.after(Duration.between(asked, now), overall.fraction());
        if (!last.plus(EVERY).isAfter(now)) {
            last = now;
            out.println(overall.line(shown, left));
            // Arms in one state, such as those that wait for generation 0, are one line.
            overall.lines().stream()
                    .filter(line -> line.fraction() < 1)
                    .collect(Collectors.groupingBy(
                            Overall.Line::state,
                            LinkedHashMap::new,
                            Collectors.mapping(Overall.Line::name, Collectors.joining(", "))))
                    .forEach((state, arms) -> out.println("      " + arms + ": " + state));
        }
        out.flush();
    }

    private void tell(GenerationMeasured measured) {
        RunRequested run = measured.trained().run();
        if (measured.trained().adopted() || !told.add(measured.generationKey().toString())) {
            return;
        }
        out.println(String.format(
                Locale.ROOT,
                "%s: %s measured, perplexity %.1f (%.2f times generation 0), vocabulary coverage %.2f",
                names.of(run),
                ArmProgress.place(run, measured.trained().generation()),
                measured.trained().test().perplexity(),
                measured.perplexityRatio(),
                measured.text().vocabularyCoverage()));
    }

    @Override
    public synchronized void close() {
        out.flush();
    }
}
