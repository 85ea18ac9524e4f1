package io.tailkeeper.report.progress;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.text.Paragraph;
import io.tailkeeper.report.view.Display;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.RunNames;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bars that are drawn over themselves; for terminals. */
public final class TerminalDisplay implements Display {

    private static final int BAR = 24;
    private static final int BAR_OF_SEEDS = 10; // more is said beside it
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintStream out;
    private final List<RunRequested> requests;
    private final InstantSource clock;
    private final int columns;
    private final int bar;
    private final TimeLeft timeLeft;
    private final Instant begin;
    private Instant asked;
    private Duration shown = Duration.ZERO;
    private List<String> drawn = List.of();

    public TerminalDisplay(PrintStream out, List<RunRequested> requests, InstantSource clock, int columns) {
        this.out = out;
        this.requests = List.copyOf(requests);
        this.clock = clock;
        this.columns = columns;
        this.bar = RunNames.of(requests).seeds() ? BAR_OF_SEEDS : BAR;
        this.timeLeft = new TimeLeft(ExpectedTime.of(requests).orElse(null));
        this.begin = clock.instant();
        this.asked = begin;
    }

    @Override
    public synchronized void asked(Instant at) {
        asked = at;
    }

    @Override
    public synchronized void starting() {
        erase();
        shown = Duration.between(begin, clock.instant());
        draw(List.of(Overall.clock(shown) + " elapsed, starting"));
    }

    @Override
    public synchronized Duration shown() {
        return shown;
    }

    @Override
    public synchronized void event(String message) {
        erase();
        message.lines().flatMap(line -> Paragraph.lines(line, columns).stream()).forEach(out::println);
        draw(drawn);
    }

    @Override
    public synchronized void show(ExperimentView view) {
        erase();
        Instant now = clock.instant();
        shown = Duration.between(begin, now);
        Overall overall = Overall.of(requests, view);
        draw(lines(overall, timeLeft.after(Duration.between(asked, now), overall.fraction())));
    }

    private List<String> lines(Overall overall, Optional<Duration> left) {
        int width = requests.stream()
                .mapToInt(request -> request.arm().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(width) + "  " + bar(overall.fraction()) + "  " + overall.line(shown, left));
        for (Overall.Line line : overall.lines()) {
            lines.add(line.name() + " ".repeat(width - line.name().length()) + "  " + bar(line.fraction()) + "  "
                    + line.state());
        }
        return lines.stream().map(this::cut).toList();
    }

    /** A line that wraps would be two when it is drawn over. */
    private String cut(String line) {
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }

    private String bar(double fraction) {
        int full = (int) Math.round(fraction * bar);
        return "█".repeat(full) + "░".repeat(bar - full);
    }

    private void erase() {
        if (!drawn.isEmpty()) {
            out.print(UP.formatted(drawn.size()));
            drawn.forEach(line -> out.println(CLEAR_LINE));
            out.print(UP.formatted(drawn.size()));
        }
    }

    private void draw(List<String> lines) {
        drawn = lines;
        lines.forEach(out::println);
        out.flush();
    }

    @Override
    public synchronized void close() {
        drawn = List.of();
    }
}
