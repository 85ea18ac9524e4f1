package io.tailkeeper.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.report.statistics.BearableShare;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An experiment and all that was found.
 *
 * @param experimentId its name, unique
 * @param name of the experiment file
 * @param description what the experiment shows
 * @param command the command line that made it
 * @param origin what it was made with
 * @param startedAt when the runs were asked for
 * @param cost what it took
 * @param verdict in sentences, computed from the figures
 * @param warnings what a reader has to know before believing the figures
 * @param runs the base run and every arm
 */
public record Report(
        String experimentId,
        String name,
        String description,
        String command,
        Origin origin,
        Instant startedAt,
        Cost cost,
        List<String> verdict,
        List<String> warnings,
        List<ArmReport> runs) {

    public Report {
        verdict = List.copyOf(verdict);
        warnings = List.copyOf(warnings);
        runs = List.copyOf(runs);
    }

    /** Whether every run completed. */
    public boolean completed() {
        return runs.stream().allMatch(ArmReport::completed);
    }

    /** What was found over its seeds; null, and left out of report.json, where there is one. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable
    SeedSummary overSeeds() {
        return ArmGroup.several(runs) ? SeedSummary.of(runs) : null;
    }

    /** How much machine-written text the baseline would bear; null, and left out of report.json, where nothing can be said. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    BearableShare.@Nullable Estimate bearableShare() {
        return Findings.bearableShare(runs).orElse(null);
    }

    /** How each arm went: when it failed, and what warned first. */
    @JsonProperty
    List<Course> courses() {
        return Course.of(runs);
    }

    /** The compared runs, without the one that trains generation 0. */
    List<ArmReport> arms() {
        return runs.stream().filter(run -> !run.base()).toList();
    }

    /**
     * What it was made with.
     *
     * @param version of Tailkeeper
     * @param commit that it was built from, with {@code +} behind it where files were changed; null where that is not known
     * @param corpora that the runs read
     * @param devices where models were trained: cpu, cuda:N; empty where the trainer did not tell
     */
    public record Origin(String version, @Nullable String commit, List<Corpus> corpora, List<String> devices) {

        public Origin {
            corpora = List.copyOf(corpora);
            devices = List.copyOf(devices);
        }
    }

    /**
     * A corpus.
     *
     * @param source as the runs name it
     * @param sha256 digest of its file, or of what sha256sum prints for its files; null of the built-in one, which the version
     *     fixes, and where the files were not there to be read
     */
    public record Corpus(String source, @Nullable String sha256) {}

    /**
     * What it took.
     *
     * @param wallSeconds from the request to the end of the last run
     * @param secondsByPhase the trainer's phases, summed over all runs
     * @param throughput of each service while it was busy
     * @param shares of the texts that came to the detector's screen, and to its cache where that knew any
     * @param memory peaks
     * @param restarts how often a process had to be restarted, by name
     * @param machine where it ran
     */
    public record Cost(
            double wallSeconds,
            Map<String, Double> secondsByPhase,
            Map<String, Throughput> throughput,
            Map<String, Share> shares,
            Memory memory,
            Map<String, Integer> restarts,
            Machine machine) {}

    /**
     * Work of a service.
     *
     * @param unit what was counted
     * @param count how many
     * @param busySeconds time spent on it
     * @param perSecond count a busy second
     */
    public record Throughput(String unit, double count, double busySeconds, double perSecond) {

        public static Throughput of(String unit, double count, double busySeconds) {
            return new Throughput(unit, count, busySeconds, busySeconds > 0 ? count / busySeconds : 0);
        }
    }

    /**
     * A share of texts.
     *
     * @param what became of them
     * @param count how many
     * @param of how many
     */
    public record Share(String what, double count, double of) {

        /** In percent. */
        public double percent() {
            return 100 * count / of;
        }
    }

    /**
     * Largest resident memory, in bytes.
     *
     * @param peakOfSum of all processes together at one time, looked at every second
     * @param peaks of each process
     */
    public record Memory(long peakOfSum, Map<String, Long> peaks) {}

    /** The machine: processor cores, memory in bytes, system and Java. */
    public record Machine(int cores, long memory, String system, String java) {}
}
