package io.tailkeeper.local.follow;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.local.kafka.TopicWatch;
import io.tailkeeper.local.stack.Installation;
import io.tailkeeper.local.stack.MemoryWatch;
import io.tailkeeper.report.view.Display;
import io.tailkeeper.report.view.ExperimentView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Watches an experiment until it is over, and looks after what the report needs meanwhile. */
public final class Follower {

    private static final long POLL_MILLIS = 500;
    private static final int SCRAPE_EVERY = 6;

    /** Long enough for the slowest step on the slowest machine; without an end a lost message would be a silent hang. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Installation installation;
    private final Display display;
    private final InstantSource clock;
    private final MemoryWatch memory = new MemoryWatch();
    private final ServiceCounters counters = new ServiceCounters();
    private final Failures failures = new Failures();
    private final AlertNews alerts = new AlertNews();
    private volatile boolean stopped;
    private ExperimentView view = ExperimentView.empty(""); // before anything was seen
    private Supplier<List<String>> refusals = List::of;

    public Follower(Installation installation, Display display, InstantSource clock) {
        this.installation = installation;
        this.display = display;
        this.clock = clock;
    }

    /**
     * Returns when every run is over, or cannot go on.
     *
     * @return why it cannot go on; empty when every run is over
     */
    public Optional<String> follow(String experimentId, List<RunRequested> requests) throws InterruptedException {
        return follow(experimentId, requests, runIds -> List.of());
    }

    /**
     * The same where requests may be refused by services of another version.
     *
     * @param refusals finds those of some runs since the last time, a sentence each
     */
    public Optional<String> follow(
            String experimentId, List<RunRequested> requests, Function<Collection<String>, List<String>> refusals)
            throws InterruptedException {
        this.refusals =
                () -> refusals.apply(requests.stream().map(RunRequested::runId).toList());
        try (TopicWatch _ = TopicWatch.start(installation.kafka(), display::event)) {
            return followRuns(experimentId, requests);
        }
    }

    private Optional<String> followRuns(String experimentId, List<RunRequested> requests) throws InterruptedException {
        ExperimentClient client = new ExperimentClient(installation.api());
        CountDownLatch never = new CountDownLatch(1);
        view = ExperimentView.empty(experimentId);
        Instant changed = clock.instant();
        for (long look = 0; ; look++) {
            ExperimentView now =
                    client.find(experimentId).map(found -> found.keeping(view)).orElse(view);
            if (!now.equals(view)) {
                changed = clock.instant();
            }
            view = now;
            alerts.news(requests, view).forEach(display::event);
            failures.news(requests, view).forEach(display::event);
            display.show(view);
            observe(look);
            Optional<String> stop = installation.failure().or(() -> Failures.hindrance(requests, view));
            if (stopped) {
                return Optional.of("stopped by Ctrl-C or another signal");
            }
            if (stop.isEmpty() && look % SCRAPE_EVERY == 0) {
                List<String> refused = refusals.get();
                stop = refused.isEmpty() ? stop : Optional.of(String.join("\n", refused));
            }
            if (stop.isPresent() || over(requests)) {
                observe(0);
                return stop;
            }
            if (changed.plus(PATIENCE).isBefore(clock.instant())) {
                String silence =
                        "nothing has happened for " + PATIENCE.toMinutes() + " minutes; " + installation.hint();
                if (!installation.shared()) {
                    return Optional.of(silence);
                }
                display.event(silence);
                changed = clock.instant();
            }
            never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Makes {@link #follow} return soon; for another thread. */
    public void stop() {
        stopped = true;
    }

    private void observe(long look) throws InterruptedException {
        memory.sample(installation);
        if (look % SCRAPE_EVERY == 0) {
            for (URI service : installation.services()) {
                counters.scrape(service);
            }
        }
    }

    private boolean over(List<RunRequested> requests) {
        return requests.stream().allMatch(request -> view.run(request.runId())
                .filter(ExperimentView.RunView::over)
                .isPresent());
    }

    /** Whether the experiment could not begin as it was asked for. */
    public boolean refused(List<RunRequested> requests) {
        return Failures.refused(requests, view);
    }

    /** The last that was seen. */
    public ExperimentView view() {
        return view;
    }

    /** Peaks over the whole time. */
    public MemoryWatch memory() {
        return memory;
    }

    /** What the services did over the whole time. */
    public ServiceCounters counters() {
        return counters;
    }
}
