package io.tailkeeper.bench.kills;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Service;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.process.RestartLimits;
import io.tailkeeper.report.view.Display;
import io.tailkeeper.report.view.ExperimentView;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bench of kills: an experiment left alone, and the same one while processes are killed at random moments. */
final class KillsBench {

    /** So many kills, on average, in the time that a start and a run take undisturbed. */
    private static final int KILLS_A_RUN = 6;

    private final Trial trial;
    private final int kills;
    private final long seed;
    private final @Nullable Path output;
    private final PrintWriter out;
    private final long began = System.nanoTime();

    /**
     * A bench.
     *
     * @param trial what is run
     * @param kills how many
     * @param seed who is killed when
     * @param output JSON file; may be null
     * @param out where a person reads
     */
    KillsBench(Trial trial, int kills, long seed, @Nullable Path output, PrintWriter out) {
        this.trial = trial;
        this.kills = kills;
        this.seed = seed;
        this.output = output;
        this.out = out;
    }

    /** Runs on this terminal; the exit status. */
    int run() throws IOException, InterruptedException {
        for (Service service : Service.values()) {
            Path unused = service.packaged(Running.repository()); // before anything is started
        }
        RunDirectory folder = new RunDirectory(Files.createTempDirectory("tailkeeper-kills"));
        event("logs and data lie in " + folder.root());
        Outcome undisturbed = undisturbed(folder);
        Duration alone = elapsed();
        event("undisturbed: " + undisturbed.checkpoints() + " checkpoints, "
                + undisturbed.figures().size() + " figures");
        KillsReport report = disturbed(folder, undisturbed, alone);
        out.println();
        report.lines().forEach(out::println);
        if (output != null) {
            JsonMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            AtomicFile.write(output, mapper.writeValueAsString(report) + "\n");
        }
        if (report.unchanged()) {
            folder.delete();
        } else {
            out.println("logs and data are left in " + folder.root());
        }
        out.flush();
        return report.unchanged() ? 0 : 1;
    }

    private Outcome undisturbed(RunDirectory folder) throws InterruptedException {
        try (Running running = new Running(part(folder, "undisturbed"), StackOptions.on("cpu"), this::event)) {
            running.start();
            Outcome outcome = trial.run(running.stack(), "undisturbed", new Events());
            if (!outcome.faults().isEmpty()) {
                throw new ProcessException("the undisturbed experiment itself is not as it must be: "
                        + String.join("; ", outcome.faults()));
            }
            return outcome;
        }
    }

    private KillsReport disturbed(RunDirectory folder, Outcome undisturbed, Duration alone)
            throws InterruptedException {
        StackOptions options = StackOptions.on("cpu").with(RestartLimits.forKills(kills));
        List<String> faults = new ArrayList<>();
        int runs = 0;
        try (Running running = new Running(part(folder, "killed"), options, this::event);
                Killer killer = new Killer(
                        running.stack(), KillPlan.of(kills, seed), alone.dividedBy(KILLS_A_RUN), this::event)) {
            running.beforeStop(killer::stop);
            killer.start();
            try {
                running.start();
                do {
                    runs++;
                    Outcome outcome = trial.run(running.stack(), "killed-" + runs, new Events());
                    add("run " + runs + ", ", outcome.faults(), faults);
                    add("run " + runs + ", ", outcome.differences(undisturbed), faults);
                    event("run " + runs + " is over, " + (faults.isEmpty() ? "all as undisturbed" : "with faults"));
                } while (!killer.spent());
            } catch (ProcessException e) {
                faults.add("run " + runs + ": " + e.getMessage());
            }
            killer.stop();
            return new KillsReport(
                    seed,
                    kills,
                    killer.struck(),
                    KillsReport.victims(killer.struck(), restarts(running.stack())),
                    runs,
                    undisturbed.checkpoints(),
                    undisturbed.figures().size(),
                    faults,
                    elapsed().toMillis() / 1000.0);
        }
    }

    private static RunDirectory part(RunDirectory folder, String name) {
        return new RunDirectory(folder.root().resolve(name));
    }

    private static void add(String where, List<String> found, List<String> faults) {
        found.forEach(fault -> faults.add(where + fault));
    }

    private static Map<String, Integer> restarts(Stack stack) {
        Map<String, Integer> restarts = new LinkedHashMap<>();
        stack.children().forEach(child -> restarts.put(child.name(), child.restarts()));
        return restarts;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Ends by SIGKILL are told by who kills. */
    private void event(String message) {
        if (!message.contains("ended with status 137")) {
            synchronized (out) {
                out.printf("%3d:%02d  %s%n", elapsed().toMinutes(), elapsed().toSecondsPart(), message);
                out.flush();
            }
        }
    }

    /** What happens, without how far everything is. */
    private final class Events implements Display {

        @Override
        public void event(String message) {
            KillsBench.this.event(message);
        }

        @Override
        public void show(ExperimentView view) {
            // Nobody waits for it.
        }

        @Override
        public void close() {
            // Nothing is drawn.
        }
    }
}
