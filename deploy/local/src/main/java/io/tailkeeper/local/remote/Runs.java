package io.tailkeeper.local.remote;

import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.kafka.RefusedRequests;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.report.ArmReport;
import io.tailkeeper.report.TextTable;
import io.tailkeeper.report.text.LineWidth;
import io.tailkeeper.report.text.TableLines;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What can be done with the experiments of an installation. */
public final class Runs {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Runs() {}

    /** Prints all of them, the newest first. */
    public static void list(URI api, PrintWriter out) throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("experiment", "state", "asked for", "arms"));
        new RunsClient(api)
                .experiments()
                .forEach(each -> rows.add(List.of(
                        each.experimentId(),
                        each.state(),
                        TIME.format(each.requestedAt()),
                        String.join(", ", each.arms()))));
        TableLines.left(rows, LineWidth.here()).forEach(out::println);
        out.flush();
    }

    /**
     * Prints where an experiment or a run stands and what was measured.
     *
     * @param kafka settings of a Kafka client; empty where the brokers are not named
     * @throws UsageException when nothing is called so, or its request was refused
     */
    public static void show(URI api, Map<String, Object> kafka, String id, PrintWriter out)
            throws InterruptedException {
        RunsClient client = new RunsClient(api);
        ExperimentView view = client.find(id).orElse(null);
        if (view == null) {
            throw unknown(kafka, client, id);
        }
        List<RunView> runs = inOrder(view);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run", "state", "generations", "asked for", "reason"));
        runs.forEach(run -> rows.add(List.of(
                run.run().runId(),
                run.state(),
                run.generations().size() + " of " + (run.run().specification().generations() + 1) + " measured",
                TIME.format(run.run().requestedAt()),
                run.finished() == null || run.finished().reason() == null
                        ? ""
                        : run.finished().reason())));
        TableLines.left(rows, LineWidth.here()).forEach(out::println);
        if (runs.stream().anyMatch(run -> !run.generations().isEmpty())) {
            out.println();
            TextTable.ofExperiment(
                            runs.stream()
                                    .map(run -> ArmReport.of(run.run(), run))
                                    .toList(),
                            LineWidth.here())
                    .forEach(out::println);
        }
        out.flush();
    }

    /** Nobody knows it; where the brokers are named, whether a service refused its request is said. */
    private static UsageException unknown(Map<String, Object> kafka, RunsClient client, String id)
            throws InterruptedException {
        if (!kafka.isEmpty()) {
            try (RefusedRequests refused = new RefusedRequests(kafka)) {
                List<String> letters = refused.news(List.of(id));
                if (!letters.isEmpty()) {
                    return new UsageException(String.join("\n", letters));
                }
            }
        }
        return client.unknown(id);
    }

    /** The base run first, then the arms by the time they were asked for and by name. */
    private static List<RunView> inOrder(ExperimentView view) {
        return view.runs().stream()
                .sorted(Comparator.<RunView, Boolean>comparing(run -> !run.run().trainsGenerationZeroAlone())
                        .thenComparing(run -> run.run().requestedAt())
                        .thenComparing(run -> run.run().runId()))
                .toList();
    }

    /**
     * Ends an experiment or a run, and returns when the metrics service knows.
     *
     * @param kafka settings of a Kafka client; empty where the brokers are not named, to have the metrics service end it
     * @throws UsageException when nothing is called so, or all of it is over
     * @throws ProcessException when it is not over after a while
     */
    public static void cancel(URI api, Map<String, Object> kafka, String id, PrintWriter out)
            throws InterruptedException {
        RunsClient client = new RunsClient(api);
        List<RunView> open = open(client, id);
        if (open.isEmpty()) {
            throw new UsageException(id + " is over already; ./tailkeeper runs show " + id + " says how it ended");
        }
        if (kafka.isEmpty()) {
            for (RunView run : open) {
                client.cancel(run.run().runId());
            }
        } else {
            RunPublisher.end(kafka, open.stream().map(Runs::end).toList());
        }
        awaitEnd(client, id, open.size());
        open.forEach(run -> out.println(run.run().runId() + " cancelled"));
        out.flush();
    }

    private static RunFinished end(RunView run) {
        return new RunFinished(
                run.run().runId(),
                RunFinished.Status.CANCELLED,
                "tailkeeper",
                "cancelled with ./tailkeeper runs cancel",
                Instant.now());
    }

    private static void awaitEnd(RunsClient client, String id, int ends) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Instant until = Instant.now().plus(PATIENCE);
        while (!open(client, id).isEmpty()) {
            if (Instant.now().isAfter(until)) {
                throw new ProcessException("the ends of " + ends + " runs were published, but after "
                        + PATIENCE.toSeconds() + " s the metrics service does not know of them; look at its log");
            }
            never.await(1, TimeUnit.SECONDS);
        }
    }

    private static List<RunView> open(RunsClient client, String id) throws InterruptedException {
        ExperimentView view = client.find(id).orElse(null);
        if (view == null) {
            throw client.unknown(id);
        }
        return inOrder(view).stream().filter(run -> !run.over()).toList();
    }
}
