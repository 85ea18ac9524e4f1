package io.tailkeeper.local;

import com.sun.management.OperatingSystemMXBean;
import io.tailkeeper.commandline.Build;
import io.tailkeeper.experiment.inputs.CorpusDigest;
import io.tailkeeper.local.follow.Follower;
import io.tailkeeper.local.follow.ServiceCounters;
import io.tailkeeper.local.published.Reproduction;
import io.tailkeeper.process.ChildStatus;
import io.tailkeeper.report.ArmReport;
import io.tailkeeper.report.Findings;
import io.tailkeeper.report.GenerationReport;
import io.tailkeeper.report.Report;
import io.tailkeeper.report.view.ExperimentView;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a report together from what was seen while the experiment ran. */
final class ReportAuthor {

    private final ExperimentRequest experiment;
    private final Instant startedAt;
    private final Build build = Build.here();
    private final List<Report.Corpus> corpora;

    ReportAuthor(ExperimentRequest experiment, Instant startedAt) {
        this.experiment = experiment;
        this.startedAt = startedAt;
        corpora = experiment.runs().stream()
                .map(run -> run.specification().corpus())
                .distinct()
                .map(corpus -> new Report.Corpus(
                        corpus.source(), CorpusDigest.of(corpus).orElse(null)))
                .toList();
    }

    Report report(Follower follower, List<ChildStatus> children, Optional<String> hindrance) {
        ExperimentView view = follower.view();
        List<ArmReport> runs = experiment.runs().stream()
                .map(request -> ArmReport.of(request, view.run(request.runId()).orElse(null)))
                .map(run -> hindrance.map(run::endedBy).orElse(run))
                .toList();
        Map<String, Report.Share> shares = shares(follower.counters());
        List<String> warnings = new ArrayList<>(Findings.warnings(runs, experiment.detectorFolders()));
        Findings.screened(runs, shares).ifPresent(warnings::add);
        boolean told = runs.stream().anyMatch(ArmReport::unfinished);
        if (!told && Findings.baseFailure(runs).isEmpty()) {
            hindrance.ifPresent(warnings::addFirst);
        }
        Map<String, Integer> restarts = new LinkedHashMap<>();
        children.forEach(child -> restarts.put(child.name(), child.restarts()));
        Report.Cost cost = new Report.Cost(
                Duration.between(startedAt, Instant.now()).toMillis() / 1000.0,
                secondsByPhase(runs),
                throughput(follower.counters()),
                shares,
                new Report.Memory(
                        follower.memory().peakOfSum(), follower.memory().peaks()),
                restarts,
                machine());
        return new Report(
                view.experimentId(),
                experiment.name(),
                experiment.description(),
                experiment.command(),
                new Report.Origin(
                        build.version(),
                        build.commit(),
                        corpora,
                        follower.counters().devices()),
                startedAt,
                cost,
                verdict(runs),
                warnings,
                runs);
    }

    /** What the figures say, and what was published beside them. */
    private List<String> verdict(List<ArmReport> runs) {
        List<String> verdict = new ArrayList<>(Findings.verdict(runs));
        verdict.addAll(Reproduction.sentences(experiment.published(), runs));
        return verdict;
    }

    private static Map<String, Double> secondsByPhase(List<ArmReport> runs) {
        Map<String, Double> seconds = new TreeMap<>();
        runs.stream()
                .flatMap(run -> run.generations().stream())
                .filter(generation -> !generation.adopted())
                .map(GenerationReport::secondsByPhase)
                .forEach(phases -> phases.forEach((phase, spent) -> seconds.merge(phase, spent, Double::sum)));
        return seconds;
    }

    private static Map<String, Report.Throughput> throughput(ServiceCounters counters) {
        Map<String, Report.Throughput> throughput = new LinkedHashMap<>();
        Map.of("generator", "tokens", "detector", "documents", "trainer", "tokens").entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String counter = "tailkeeper_" + entry.getKey() + "_";
                    throughput.put(
                            entry.getKey(),
                            Report.Throughput.of(
                                    entry.getValue(),
                                    counters.sum(counter + entry.getValue()),
                                    counters.sum(counter + "busy_seconds")));
                });
        return throughput;
    }

    private static Map<String, Report.Share> shares(ServiceCounters counters) {
        Map<String, Report.Share> shares = new LinkedHashMap<>();
        double passed = counters.sum("tailkeeper_detector_screen_passed");
        double hits = counters.sum("tailkeeper_detector_cache_hits");
        shares.put(
                "screen",
                new Report.Share("passed on", passed, passed + counters.sum("tailkeeper_detector_screen_kept")));
        if (hits > 0) { // a single instance remembers by itself, and a new Redis knows nothing
            shares.put(
                    "cache",
                    new Report.Share("known to Redis", hits, hits + counters.sum("tailkeeper_detector_cache_misses")));
        }
        shares.values().removeIf(share -> share.of() == 0);
        return shares;
    }

    private static Report.Machine machine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Report.Machine(
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.version"));
    }
}
