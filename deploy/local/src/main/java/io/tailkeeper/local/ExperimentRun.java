package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.local.experiment.CorpusPath;
import io.tailkeeper.local.experiment.CorpusSize;
import io.tailkeeper.local.experiment.Experiment;
import io.tailkeeper.local.follow.Display;
import io.tailkeeper.local.follow.Follower;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.process.ProcessException;
import io.tailkeeper.local.progress.PlainDisplay;
import io.tailkeeper.local.progress.TerminalDisplay;
import io.tailkeeper.local.report.DetectorTable;
import io.tailkeeper.local.report.Report;
import io.tailkeeper.local.report.ReportFiles;
import io.tailkeeper.local.report.TextTable;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Service;
import io.tailkeeper.local.stack.StackOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One experiment from its start to its report. */
final class ExperimentRun {

    private static final int SECONDS_TO_REPORT = 5;

    private final Experiment experiment;
    private final String experimentId;
    private final RunDirectory directory;
    private final StackOptions options;
    private final String commandLine;

    ExperimentRun(
            Experiment experiment,
            String experimentId,
            RunDirectory directory,
            StackOptions options,
            String commandLine) {
        this.experiment = experiment;
        this.experimentId = experimentId;
        this.directory = directory;
        this.options = options;
        this.commandLine = commandLine;
    }

    /**
     * Runs it.
     *
     * @param keep whether the stack stays up until Ctrl-C
     * @return the exit status
     */
    int run(boolean keep, PrintWriter out) throws InterruptedException, IOException {
        List<RunRequested> requests = experiment.requests(experimentId, Instant.now());
        Display display = display(requests);
        List<String> corpora = CorpusPath.survey(requests, display::event);
        CorpusSize.require(requests.getFirst());
        GivenModels.check(requests, display::event);
        display.event("experiment " + experimentId + ": " + experiment.description());
        display.event("everything of it lies in " + directory.root());
        if (corpora.isEmpty()) {
            display.event("corpus " + corpus());
        }
        corpora.forEach(display::event);
        ExperimentFile.of(experiment, commandLine, requests, options).write(directory.root());
        try (Running running = new Running(directory, options, display::event)) {
            running.stack().start();
            display.event("dashboard " + running.stack().address(Service.METRICS));
            display.event("Kafka " + running.stack().bootstrapServers());
            Follower follower = new Follower(running.stack(), display, InstantSource.system());
            Report report = report(running, display, requests, follower, out);
            if (keep) {
                out.println("everything stays up; dashboard " + running.stack().address(Service.METRICS)
                        + "; Ctrl-C stops everything");
                out.flush();
                throw new ProcessException(running.untilFailure());
            }
            if (report.completed()) {
                return 0;
            }
            return follower.refused(requests) ? CommandLines.USAGE : 1;
        }
    }

    /** Follows the experiment and reports, also when it is stopped before its end. */
    private Report report(
            Running running, Display display, List<RunRequested> requests, Follower follower, PrintWriter out)
            throws InterruptedException, IOException {
        CountDownLatch reported = new CountDownLatch(1);
        running.beforeStop(() -> {
            follower.stop();
            await(reported);
        });
        try {
            Report report = follow(running, display, requests, follower);
            print(report, out); // before the files: a disk that is full must not hide what was found
            ReportFiles.write(report, directory.root());
            out.println("report " + directory.root().resolve("report.html"));
            out.flush();
            return report;
        } finally {
            reported.countDown();
        }
    }

    private static void await(CountDownLatch reported) {
        try {
            reported.await(SECONDS_TO_REPORT, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Report follow(Running running, Display display, List<RunRequested> requests, Follower follower)
            throws InterruptedException {
        Instant startedAt = Instant.now();
        display.asked(startedAt);
        RunPublisher.publish(running.stack().bootstrapServers(), requests);
        Optional<String> hindrance = follower.follow(experimentId, requests);
        display.close();
        return new ReportAuthor(experiment, commandLine, startedAt, options.detectorFolders())
                .report(requests, follower, running.stack().children(), hindrance);
    }

    private String corpus() {
        String source = experiment.base().corpus().source();
        return source.equals(CorpusSpecification.WORDNET) ? "WordNet 3.1, built in" : source;
    }

    private static Display display(List<RunRequested> requests) {
        java.io.PrintStream out = new java.io.PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        int columns = Integer.getInteger(Tailkeeper.COLUMNS, 0);
        return columns > 0
                ? new TerminalDisplay(out, requests, InstantSource.system(), columns)
                : new PlainDisplay(out, requests, InstantSource.system());
    }

    private void print(Report report, PrintWriter out) {
        out.println();
        TextTable.lines(report.runs()).forEach(out::println);
        out.println();
        List<String> detectors = DetectorTable.lines(report.runs());
        if (!detectors.isEmpty()) {
            detectors.forEach(out::println);
            out.println();
        }
        report.verdict().forEach(out::println);
        report.warnings().forEach(warning -> out.println("warning: " + warning));
        out.printf(
                "%n%s in %.0f s, peak memory %.1f GiB%n",
                report.completed() ? "completed" : "not completed",
                report.cost().wallSeconds(),
                report.cost().memory().peakOfSum() / (1024.0 * 1024 * 1024));
        report.cost().throughput().forEach((service, work) -> {
            if (work.count() > 0) {
                out.printf("%-10s%,12.0f %s/s while busy%n", service, work.perSecond(), work.unit());
            }
        });
        report.cost()
                .shares()
                .forEach((place, share) -> out.printf(
                        "%-10s%,12.1f %% of %,.0f texts %s%n", place, share.percent(), share.of(), share.what()));
        out.flush();
    }
}
