package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.local.finished.Conclusion;
import io.tailkeeper.local.follow.Follower;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.kafka.RefusedRequests;
import io.tailkeeper.local.samples.SampleFiles;
import io.tailkeeper.local.samples.SamplesOfReport;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.session.Session;
import io.tailkeeper.local.stack.Installation;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.report.ArmReport;
import io.tailkeeper.report.Report;
import io.tailkeeper.report.ReportFiles;
import io.tailkeeper.report.progress.PlainDisplay;
import io.tailkeeper.report.progress.StartClock;
import io.tailkeeper.report.progress.TerminalDisplay;
import io.tailkeeper.report.text.LineWidth;
import io.tailkeeper.report.text.Paragraph;
import io.tailkeeper.report.view.Display;
import io.tailkeeper.report.view.ExperimentView;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** One experiment on an installation, from its request to its report. */
final class ExperimentRun {

    private static final int SECONDS_TO_REPORT = 5;

    private final ExperimentRequest experiment;
    private final RunDirectory directory;
    private final Display display;

    /** @param directory where report and logs go */
    ExperimentRun(ExperimentRequest experiment, RunDirectory directory) {
        this.experiment = experiment;
        this.directory = directory;
        this.display = display(experiment.runs());
    }

    /** Receives what a person is to know before and while it runs. */
    Consumer<String> events() {
        return display::event;
    }

    /** Says what is run, and where its files lie. */
    void introduce(List<String> corpora) {
        display.event("experiment " + experiment.experimentId() + ": " + experiment.description());
        display.event("everything of it lies in " + directory.root());
        corpora.forEach(display::event);
    }

    /**
     * Runs it.
     *
     * @param sessions the installation, given who receives its events
     * @param keep whether the installation stays up until Ctrl-C
     * @return the exit status
     */
    int run(Function<Consumer<String>, Session> sessions, boolean keep, PrintWriter out)
            throws InterruptedException, IOException {
        try (Session session = sessions.apply(display::event)) {
            try (StartClock _ = new StartClock(display)) {
                session.start();
            }
            Installation installation = session.installation();
            display.event("dashboard " + installation.api());
            display.event("Kafka " + installation.bootstrapServers());
            Follower follower = new Follower(installation, display, InstantSource.system());
            Report report = report(session, follower, out);
            if (keep) {
                out.println("everything stays up; dashboard " + installation.api() + "; Ctrl-C stops everything");
                out.flush();
                throw new ProcessException(Running.untilFailure(installation));
            }
            int incomplete = follower.refused(experiment.runs()) ? CommandLines.USAGE : 1;
            return report.completed() ? 0 : incomplete;
        }
    }

    /** Follows the experiment and reports, also when it is stopped before its end. */
    private Report report(Session session, Follower follower, PrintWriter out)
            throws InterruptedException, IOException {
        CountDownLatch reported = new CountDownLatch(1);
        session.beforeStop(() -> {
            follower.stop();
            await(reported);
        });
        try {
            Report report = follow(session.installation(), follower);
            new Conclusion(out, LineWidth.here())
                    .print(
                            report,
                            display.shown()); // before the files: a disk that is full must not hide what was found
            ReportFiles.write(report, follower.view(), directory.root());
            out.println("report " + directory.root().resolve("report.html"));
            keepSamples(report, follower.view(), session.installation(), out);
            if (report.runs().stream().anyMatch(ArmReport::unfinished)) {
                out.println("go on with it by "
                        + ShellWords.tailkeeper(
                                List.of("run", "--resume", directory.root().toString())));
            }
            out.flush();
            return report;
        } finally {
            reported.countDown();
        }
    }

    /** Keeps texts of runs that are over, as long as Kafka has them; a report without them is a report all the same. */
    private void keepSamples(Report report, ExperimentView view, Installation installation, PrintWriter out) {
        if (experiment.samples().most() == 0 || report.runs().stream().anyMatch(ArmReport::unfinished)) {
            return;
        }
        try {
            int files =
                    SampleFiles.write(installation.kafka(), experiment.runs(), experiment.samples(), directory.root());
            if (files > 0) {
                ReportFiles.writePage(
                        report, view, SamplesOfReport.read(directory.root(), experiment.runs()), directory.root());
                List<String> command =
                        List.of("samples", directory.root().toString(), "--arm", "ARM", "--generation", "N");
                out.println("samples of " + files + " generations; look at them by " + ShellWords.tailkeeper(command));
            }
        } catch (ProcessException | IOException e) {
            out.println(
                    Paragraph.fitted("warning: the samples were not kept: " + e.getMessage(), LineWidth.ofTerminal()));
        }
    }

    private static void await(CountDownLatch reported) {
        try {
            reported.await(SECONDS_TO_REPORT, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Report follow(Installation installation, Follower follower) throws InterruptedException {
        Instant startedAt = Instant.now();
        display.asked(startedAt);
        ReportAuthor author = new ReportAuthor(experiment, startedAt);
        Optional<String> hindrance;
        if (installation.shared()) {
            try (RefusedRequests refused = new RefusedRequests(installation.kafka())) {
                refused.skip();
                RunPublisher.publish(installation.kafka(), experiment.runs());
                hindrance = follower.follow(experiment.experimentId(), experiment.runs(), refused::news);
            }
        } else {
            RunPublisher.publish(installation.kafka(), experiment.runs());
            hindrance = follower.follow(experiment.experimentId(), experiment.runs());
        }
        display.close();
        return author.report(follower, installation.children(), hindrance);
    }

    private static Display display(List<RunRequested> requests) {
        java.io.PrintStream out = new java.io.PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        int columns = LineWidth.ofTerminal();
        return columns > 0
                ? new TerminalDisplay(out, requests, InstantSource.system(), columns)
                : new PlainDisplay(out, requests, InstantSource.system());
    }
}
